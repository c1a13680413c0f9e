import { join } from 'node:path';
import { described } from './differences';
import { Emulator } from './emulator';
import type { Account } from './emulator';
import { expectedOf } from './expected';
import type { Expected } from './expected';
import { judge, together } from './judgement';
import type { Judgement } from './judgement';
import { networksOf } from './networks';
import { readerOf } from './readers';
import type { Stack, World } from '../../independent/world';
import { readWorld } from '../../independent/world';
import type { Output } from '../../support/synthesize';

/** What CloudFormation needs in an account that another one deploys to. */
const EXECUTION = 'arn:aws:iam::aws:policy/AdministratorAccess';
// What `cdk bootstrap` made itself.
const BOOTSTRAP = /(^|\/)cdk-/;

/** The bootstrap that a stack asks for, as the parameter of its version has it. */
function qualifierOf({ Parameters }: Stack['template']): string {
  const { Default } = (Parameters as Record<string, { readonly Default: string }>).BootstrapVersion!;
  return Default.split('/')[2]!;
}

/** A fleet's own accounts, bootstrapped, in an emulator of their own. Whoever starts it stops it. */
export class Deployment {
  /** @param output the fleet whose accounts are made; other fleets of the same accounts can be deployed as well */
  public static async start(output: Output): Promise<Deployment> {
    const { stacks } = readWorld(output);
    const deployer = stacks.find(({ kind }) => kind === 'builds')!.account;
    const emulator = await Emulator.start(networksOf(stacks));
    try {
      for (const place of new Set(stacks.map(({ account, region, template }) => `${account}/${region}/${qualifierOf(template)}`))) {
        const [account, region, qualifier] = place.split('/') as [string, string, string];
        const own = ['--qualifier', qualifier, '--toolkit-stack-name', `cdk-${qualifier}-bootstrap`];
        const trust = account === deployer ? [] : ['--trust', deployer, '--cloudformation-execution-policies', EXECUTION];
        (await emulator.account(account)).cdk.bootstrap(account, region, ...own, ...trust);
      }
      const ids = [...new Set(stacks.map(({ account }) => account))];
      return new Deployment(emulator, await Promise.all(ids.map(async (id) => emulator.account(id))), await emulator.account(deployer));
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  private constructor(public readonly emulator: Emulator, public readonly accounts: readonly Account[], public readonly deployer: Account) {}

  public async stop(): Promise<void> {
    await this.emulator.stop();
  }

  public async account(id: string): Promise<Account> {
    return this.emulator.account(id);
  }

  /** The resources of stacks that are deployed, with the ids that AWS chose. */
  public async expected(stacks: readonly Stack[]): Promise<Expected[]> {
    return expectedOf(stacks, async (id) => this.account(id));
  }

  /** Asks every resource's own service, and compares. */
  public async judge(resources: readonly Expected[]): Promise<Judgement> {
    const judgements: Judgement[] = [];
    for (const resource of resources) {
      const { aws } = await this.account(resource.stack.account);
      judgements.push(judge(resource, await readerOf(resource.type).read(aws, resource)));
    }
    return together(judgements);
  }

  /** The same as text, for messages; empty when all is well. */
  public async complaints(resources: readonly Expected[]): Promise<string[]> {
    const { wrong, unforeseen } = await this.judge(resources);
    return [...wrong.map(described), ...unforeseen.map((what) => `${what}, which coverage.ts denies`)];
  }

  /** Everything of a type that is in the accounts, as `account name`. */
  public async everything(type: string): Promise<string[]> {
    const names: string[] = [];
    for (const { id, aws } of this.accounts) {
      for (const name of await readerOf(type).names(aws)) if (!BOOTSTRAP.test(name)) names.push(`${id} ${name}`);
    }
    return names.sort();
  }
}

/** The names that `everything` has for these resources. */
export function namesOf(resources: readonly Expected[]): string[] {
  return resources.map((resource) => `${resource.stack.account} ${readerOf(resource.type).nameOf(resource)}`).sort();
}

/** Where the CLI finds a fleet that was synthesized. */
export function appOf({ folder }: Output): string {
  return join(folder, 'cdk.out');
}

/** The CLI's id of a stack: `catalog/prod`. */
export function cliId({ kind, service, environment, account }: Stack): string {
  if (kind === 'account') return `Account/${account}`;
  return kind === 'platform' ? `Platform/${environment}` : `${service}/${environment ?? 'builds'}`;
}

/** The stacks of services, those of their builds registries included. */
export function stacksOf({ stacks }: World, services: readonly string[]): Stack[] {
  return stacks.filter(({ service }) => service !== undefined && services.includes(service));
}
