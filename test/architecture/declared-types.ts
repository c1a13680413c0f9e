import ts from 'typescript';

/**
 * Types in the sources of the public API that jsii turns into plain text without a word: unions of literals and template
 * literals. Only exported declarations count; what is `@internal` or not exported is free.
 */
export function silentTypes(path: string, text: string): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return source.statements.filter((statement) => isExported(statement)).flatMap((statement) => signatures(statement)).flatMap((type) => bad(type, source, path));
}

function isExported(node: ts.Statement): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

/** The types of all members that a caller sees. */
function signatures(statement: ts.Statement): ts.TypeNode[] {
  if (ts.isTypeAliasDeclaration(statement)) return [statement.type];
  if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) return [];
  const visible = [...statement.members].filter((member) => !isHidden(member));
  return visible.flatMap((member) => {
    const parameters = ts.isFunctionLike(member) ? member.parameters.flatMap(({ type }) => type ?? []) : [];
    const own = (member as { type?: ts.TypeNode }).type;
    return own === undefined ? parameters : [...parameters, own];
  });
}

function isHidden(member: ts.Node): boolean {
  const isPrivate = ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  return isPrivate || ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal');
}

function bad(type: ts.TypeNode, source: ts.SourceFile, path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = ts.isUnionTypeNode(node) ? 'a union' : ts.isTemplateLiteralTypeNode(node) ? 'a template literal' : ts.isTupleTypeNode(node) ? 'a tuple' : undefined;
    if (what !== undefined) found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1} ${node.getText(source)} is ${what}`);
    else ts.forEachChild(node, visit);
  };
  visit(type);
  return found;
}
