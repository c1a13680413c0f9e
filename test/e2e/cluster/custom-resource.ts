/** A custom resource as the operator's documentation writes it, with all that manifests of ours say of it. */
export interface CustomResource {
  readonly object: { readonly apiVersion: string; readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: any };
  readonly wrong: readonly Wrong[];
  /** Of definitions of ours: no more than the operator asks for. */
  readonly least?: object;
}

/** All objects that a server must accept, each with a name of its own. */
export function accepted({ object, least }: CustomResource): object[] {
  return [object, ...(least === undefined ? [] : [{ ...object, metadata: { name: `${object.metadata.name}-least` }, spec: least }])];
}

/** A mistake that a person or a printer makes in it. */
export interface Wrong {
  readonly what: string;
  readonly says: RegExp;
  /** No schema says so, only a server: a rule across fields, or a change of what stays. */
  readonly isRule?: true;
  change(spec: any): void;
}
