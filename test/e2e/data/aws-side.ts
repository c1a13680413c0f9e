import { randomBytes } from 'node:crypto';
import type { Login } from './postgres-server';
import type { Json } from '../../independent/json';
import { partitionOf, resolve, SECRET_SUFFIX } from '../../independent/resolve';
import type { Place } from '../../independent/resolve';
import type { Resource, Template } from '../../support/synthesize';

type Properties = Record<string, any>;

/** What AWS has after a stack was deployed: everything from its template, and what only AWS knows made up. */
export class AwsSide {
  /** The values of Secrets Manager by the names of their secrets, as they may be changed by hand. */
  public readonly stored: Record<string, string> = {};
  private readonly place: Place;

  /** @param provided what a person fills a secret with that nobody generates */
  constructor(stackName: string, template: Template, account: string, private readonly region: string, provided: Readonly<Record<string, string>>) {
    const resources = madeUp(template.Resources as unknown as Json, template.Resources, region) as unknown as Place['resources'];
    this.place = { stackName, account, region, partition: partitionOf(region), resources, parameters: (template.Parameters ?? {}) as Place['parameters'] };
    for (const [id, { Properties: secret }] of this.ofType('AWS::SecretsManager::Secret')) this.store(id, secret, provided);
  }

  /** An instance of RDS, as its template asks for it. */
  public database(): { readonly host: string; readonly port: number; readonly name: string; readonly master: Login } {
    const { instance, ...properties } = this.one('AWS::RDS::DBInstance');
    const master = { user: properties.MasterUsername as string, password: this.dynamic(properties.MasterUserPassword as Json) };
    return { host: attributeOf(instance, this.region, 'Endpoint.Address'), port: Number(properties.Port), name: properties.DBName as string, master };
  }

  /** A group of ElastiCache. */
  public cache(): { readonly host: string; readonly port: number; readonly password: string } {
    const { instance, ...properties } = this.one('AWS::ElastiCache::ReplicationGroup');
    return { host: attributeOf(instance, this.region, 'PrimaryEndPoint.Address'), port: properties.Port as number, password: this.dynamic(properties.AuthToken as Json) };
  }

  public buckets(): string[] {
    return this.ofType('AWS::S3::Bucket').map(([, { Properties: { BucketName } }]) => BucketName as string);
  }

  private ofType(type: string): [string, Resource][] {
    return Object.entries(this.place.resources).filter(([, { Type }]) => Type === type);
  }

  private one(type: string): Properties & { readonly instance: Resource } {
    const [[, instance] = [], ...more] = this.ofType(type);
    if (instance === undefined || more.length > 0) throw new Error(`${this.place.stackName} has not one ${type}`);
    return { instance, ...instance.Properties };
  }

  /** One that is neither written nor generated has what a person puts there, or no value. */
  private store(id: string, { Name, SecretString, GenerateSecretString }: Properties, provided: Readonly<Record<string, string>>): void {
    const value = SecretString === undefined ? provided[Name as string] : this.text(SecretString as Json);
    const whole = GenerateSecretString === undefined ? value : this.generated(GenerateSecretString as Properties);
    if (whole !== undefined) this.stored[Name as string] = this.attached(id, whole);
  }

  private generated({ ExcludePunctuation, PasswordLength = 32, SecretStringTemplate, GenerateStringKey, ...other }: Properties): string {
    if (ExcludePunctuation !== true || Object.keys(other).length > 0) throw new Error(`a password of ${JSON.stringify(other)} is not known here`);
    const password = randomBytes(PasswordLength as number).toString('base64').replace(/[^A-Za-z0-9]/g, 'x').slice(0, PasswordLength as number);
    if (SecretStringTemplate === undefined) return password;
    return JSON.stringify({ ...JSON.parse(this.text(SecretStringTemplate as Json)) as object, [GenerateStringKey]: password });
  }

  /** RDS writes into a secret that is attached where its instance is. */
  private attached(id: string, value: string): string {
    const target = this.ofType('AWS::SecretsManager::SecretTargetAttachment').find(([, { Properties: { SecretId } }]) => SecretId.Ref === id);
    if (target === undefined) return value;
    const instance = this.place.resources[target[1].Properties.TargetId.Ref as string]!;
    const { Engine: engine, Port, DBName: dbname, DBInstanceIdentifier: dbInstanceIdentifier } = instance.Properties;
    return JSON.stringify({ ...JSON.parse(value) as object, engine, host: attributeOf(instance, this.region, 'Endpoint.Address'), port: Number(Port), dbname, dbInstanceIdentifier });
  }

  /** What a dynamic reference gives the resource that has it. */
  private dynamic(value: Json): string {
    const text = this.text(value);
    const [, name = '', property] = /^\{\{resolve:secretsmanager:arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:([^:]+):SecretString(?::([^:}]+))?\}\}$/.exec(text) ?? [];
    const stored = this.stored[name.slice(0, -SECRET_SUFFIX.length)];
    if (stored === undefined) throw new Error(`${text} is no secret of ${this.place.stackName}`);
    return property === undefined ? stored : (JSON.parse(stored) as Record<string, string>)[property]!;
  }

  private text(value: Json): string {
    return String(resolve(value, this.place));
  }
}

/** Names of hosts as AWS gives them: nobody can tell them before the deploy. */
const ATTRIBUTES: Readonly<Record<string, (properties: Properties, region: string) => string>> = {
  'AWS::RDS::DBInstance Endpoint.Address': ({ DBInstanceIdentifier: id }, region) => `${id}.c9akciq32rfd.${region}.rds.amazonaws.com`,
  'AWS::ElastiCache::ReplicationGroup PrimaryEndPoint.Address': ({ ReplicationGroupId: id }, region) => `master.${id}.x7k2ma.${region}.cache.amazonaws.com`,
};

function attributeOf({ Type, Properties: properties }: Resource, region: string, attribute: string): string {
  const make = ATTRIBUTES[`${Type} ${attribute}`];
  if (make === undefined) throw new Error(`${attribute} of ${Type} is not known here`);
  return make(properties, region);
}

/** Values with such attributes in the place of their references. */
function madeUp(value: Json, resources: Template['Resources'], region: string): Json {
  if (Array.isArray(value)) return value.map((entry) => madeUp(entry, resources, region));
  if (typeof value !== 'object' || value === null) return value;
  const [id, attribute] = (value['Fn::GetAtt'] ?? []) as string[];
  const resource = id === undefined ? undefined : resources[id];
  if (resource !== undefined && `${resource.Type} ${attribute}` in ATTRIBUTES) return attributeOf(resource, region, attribute!);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, madeUp(entry, resources, region)]));
}
