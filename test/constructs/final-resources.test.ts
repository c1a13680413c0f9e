import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Aspects, CfnOutput, CfnResource, Lazy, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnRole, CfnUser, OpenIdConnectProvider, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { IConstruct } from 'constructs';
import { finalResources } from '../../constructs/aws/final-resources';
import type { FinalResource } from '../../lib/templates/final-resource';
import { serviceProps, smallFleet } from '../support/fleets';
import { readFiles, synthesize, temporaryFolder, withValidation } from '../support/synthesize';
import { DustApp, DustService, Issues } from 'dust-service';

const ENV = { account: '444455556666', region: 'eu-central-1' };
const ROLES = new Set(['AWS::IAM::Role']);
const TRUST = { Version: '2012-10-17', Statement: [] };
const isTemplate = (name: string): boolean => name.endsWith('.template.json');

function collected(make: (stack: Stack) => void, types: ReadonlySet<string> = ROLES): readonly FinalResource[] {
  const app = new App({ outdir: temporaryFolder() });
  make(new Stack(app, 'Mine', { env: ENV }));
  return finalResources(app, types, new Set());
}

describe('a resource is seen as it will be written:', () => {
  test('with what an override changes', () => {
    const [role] = collected((stack) => {
      const it = new CfnRole(stack, 'It', { assumeRolePolicyDocument: TRUST, maxSessionDuration: 3600 });
      it.addPropertyOverride('MaxSessionDuration', 7200);
      it.addPropertyDeletionOverride('AssumeRolePolicyDocument.Version');
      it.addOverride('Properties.RoleName', 'x');
    });
    expect(role).toEqual({
      place: 'Mine/It', logicalId: 'It', type: 'AWS::IAM::Role', stack: { name: 'Mine', account: '444455556666', region: 'eu-central-1', partition: 'aws', ofFleet: false },
      properties: { AssumeRolePolicyDocument: { Statement: [] }, MaxSessionDuration: 7200, RoleName: 'x' },
    });
  });

  test('of an L2 construct, at the path of the construct, with its functions', () => {
    const [role] = collected((stack) => new Role(stack, 'It', { assumedBy: new ServicePrincipal('x.amazonaws.com'), roleName: `a-${stack.partition}` }));
    expect(role).toMatchObject({ place: 'Mine/It', properties: { RoleName: { 'Fn::Join': ['', ['a-', { Ref: 'AWS::Partition' }]] } } });
  });

  test('that a template brings along', () => {
    const file = join(temporaryFolder(), 'template.json');
    writeFileSync(file, JSON.stringify({ Resources: { Theirs: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, RoleName: { 'Fn::Sub': 'a-${AWS::Region}' } } } } }));
    expect(collected((stack) => new CfnInclude(stack, 'Include', { templateFile: file }))).toMatchObject([{ place: 'Mine/Include/Theirs', logicalId: 'Theirs', properties: { RoleName: { 'Fn::Sub': 'a-${AWS::Region}' } } }]);
  });

  test('in a nested stack', () => {
    expect(collected((stack) => new CfnRole(new NestedStack(stack, 'Nested'), 'It', { assumeRolePolicyDocument: TRUST }))).toMatchObject([{ place: 'Mine/Nested/It', stack: { account: '444455556666' } }]);
  });

  test('of no class, and with a type that an override makes', () => {
    const found = collected((stack) => {
      new CfnResource(stack, 'Raw', { type: 'AWS::IAM::Role', properties: { RoleName: 'raw' } });
      new CfnUser(stack, 'Changed').addOverride('Type', 'AWS::IAM::Role');
      new CfnUser(stack, 'User');
    });
    expect(found.map(({ logicalId, type }) => [logicalId, type])).toEqual([['Raw', 'AWS::IAM::Role'], ['Changed', 'AWS::IAM::Role']]);
  });

  test('in a stack without a literal place', () => {
    const app = new App({ outdir: temporaryFolder() });
    new CfnRole(new Stack(app, 'Anywhere'), 'It', { assumeRolePolicyDocument: TRUST });
    expect(finalResources(app, ROLES, new Set())[0]!.stack).toEqual({ name: 'Anywhere', account: undefined, region: undefined, partition: undefined, ofFleet: false });
  });

  test('but not one of a nested stage, which is written apart', () => {
    const app = new App({ outdir: temporaryFolder() });
    const stage = new Stage(app, 'Stage', { env: ENV });
    new CfnRole(new Stack(stage, 'Mine'), 'It', { assumeRolePolicyDocument: TRUST });
    expect(finalResources(app, ROLES, new Set())).toEqual([]);
    expect(finalResources(stage, ROLES, new Set())).toHaveLength(1);
  });

  test('and resolving it twice gives the same, and changes nothing of the template', () => {
    const make = (stack: Stack): void => {
      new OpenIdConnectProvider(stack, 'Provider', { url: 'https://token.actions.githubusercontent.com' });
      const it = new Role(stack, 'It', { assumedBy: new ServicePrincipal('x.amazonaws.com') });
      new CfnOutput(stack, 'Arn', { value: it.roleArn });
    };
    const [looked, untouched] = [true, false].map((looks) => {
      const app = new App({ outdir: temporaryFolder() });
      const stack = new Stack(app, 'Mine', { env: ENV });
      make(stack);
      if (looks) expect(finalResources(app, new Set([...ROLES, 'AWS::Lambda::Function']), new Set())).toEqual(finalResources(app, new Set([...ROLES, 'AWS::Lambda::Function']), new Set()));
      return JSON.stringify(app.synth().getStackByName('Mine').template);
    });
    expect(looked).toBe(untouched);
  });

  test('what throws while it is resolved throws as it would have', () => {
    const message = (action: (app: App) => unknown): string => {
      const app = new App({ outdir: temporaryFolder() });
      new CfnRole(new Stack(app, 'Mine', { env: ENV }), 'It', { assumeRolePolicyDocument: TRUST, roleName: Lazy.string({ produce: () => { throw new Error('not yet'); } }) });
      try {
        action(app);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message((app) => finalResources(app, ROLES, new Set()))).toMatch(/not yet/);
    expect(message((app) => withValidation(false, () => app.synth()))).toMatch(/not yet/);
  });
});

describe('the checks of templates', () => {
  /** Issues of an app, and the templates that it left behind. */
  const ended = (make: (app: DustApp) => void): { readonly issues: readonly string[]; readonly templates: readonly string[]; readonly error: string } => {
    const folder = temporaryFolder();
    const app = new DustApp({ ...smallFleet(), outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
    make(app);
    let error: unknown;
    try {
      withValidation(false, () => app.synth());
    } catch (thrown) {
      error = thrown;
    }
    return { issues: Issues.of(error).map(({ code, path }) => `${code} ${path}`), templates: [...readFiles(folder).keys()].filter(isTemplate), error: error instanceof Error ? error.message : '' };
  };
  const billing = (scope: DustApp | Stage): DustService => new DustService(scope, 'billing', serviceProps());
  const role = (service: DustService): CfnRole => service.resources('prod').node.findChild('RestartRole') as CfnRole;

  test('are told together with the issues of declarations', () => {
    const { issues, templates } = ended((app) => {
      role(billing(app)).addPropertyOverride('MaxSessionDuration', 60);
      new DustService(app, 'ledger', serviceProps({ owner: '' }));
    });
    expect(issues).toEqual(['DUST4023 billing/prod/RestartRole MaxSessionDuration', 'DUST1043 ledger.owner']);
    expect(templates).toEqual([]);
  });

  test('see what an Aspect of a stage does, after another stage was written, and then nothing is left', () => {
    const { issues, templates } = ended((app) => {
      new CfnRole(new Stack(new Stage(app, 'First', { env: ENV }), 'Mine'), 'It', { assumeRolePolicyDocument: TRUST });
      new DustService(new Stage(app, 'Second'), 'ledger', serviceProps());
      const service = billing(new Stage(app, 'Third'));
      Aspects.of(service).add({ visit: (node: IConstruct) => { if (node === role(service)) role(service).addPropertyOverride('MaxSessionDuration', 60); } });
    });
    expect(issues).toEqual(['DUST4023 Third/billing/prod/RestartRole MaxSessionDuration']);
    expect(templates).toEqual([]);
  });

  test('see the app itself after its stages', () => {
    const { issues } = ended((app) => {
      billing(new Stage(app, 'Stage'));
      const platform = app.node.findChild('Platform').node.findChild('prod').node.findChild('PlatformApplyRole') as CfnRole;
      Aspects.of(app).add({ visit: (node: IConstruct) => { if (node === platform) platform.addPropertyOverride('MaxSessionDuration', 60); } });
    });
    expect(issues).toEqual(['DUST4023 Platform/prod/PlatformApplyRole MaxSessionDuration']);
  });

  test('look at every resource below the root, but only at the fleet\'s stacks for users', () => {
    const { issues } = ended((app) => {
      billing(app);
      const mine = new Stack(app, 'Mine', { env: ENV });
      new CfnUser(mine, 'Robot');
      new CfnRole(mine, 'It', { assumeRolePolicyDocument: TRUST, maxSessionDuration: 60 });
      new CfnUser(new NestedStack(app.node.findChild('Platform').node.findChild('dev') as Stack, 'Nested'), 'Robot');
    });
    expect(issues).toEqual(['DUST4023 Mine/It MaxSessionDuration', 'DUST4025 Platform/dev/Nested/Robot']);
  });

  test('let an error through that a person\'s own code throws', () => {
    const { issues, error } = ended((app) => role(billing(app)).addPropertyOverride('RoleName', Lazy.string({ produce: () => { throw new Error('not yet'); } })));
    expect(issues).toEqual([]);
    expect(error).toMatch(/not yet/);
  });

  test('see a repaired resource on the next synthesis', () => {
    const folder = temporaryFolder();
    const app = new DustApp({ ...smallFleet(), outdir: join(folder, 'cdk.out'), manifestsDirectory: join(folder, 'manifests') });
    const service = billing(app);
    role(service).addPropertyOverride('MaxSessionDuration', 60);
    expect(() => withValidation(false, () => app.synth())).toThrow(/DUST4023/);
    role(service).addPropertyOverride('MaxSessionDuration', 3600);
    expect(() => withValidation(false, () => app.synth())).not.toThrow();
  });

  test('leave no token in what they look at', () => {
    synthesize(smallFleet(), (app) => {
      const service = billing(app);
      app.node.addValidation({
        validate: () => {
          for (const { properties } of finalResources(app, new Set(['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::KMS::Key']), new Set())) expect(Token.isUnresolved(JSON.stringify(properties))).toBe(false);
          expect(service.environments).not.toEqual([]);
          return [];
        },
      });
    });
    expect.hasAssertions();
  });
});
