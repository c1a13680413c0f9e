import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import type { IStackSynthesizer, StackProps } from 'aws-cdk-lib';

interface StackFacts {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly qualifier: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What every stack has: a literal place, a planned name, protection, and the roles of its own bootstrap. */
export function stackProps({ account, region, stackName, qualifier, tags }: StackFacts, description: string): StackProps {
  return {
    env: { account, region },
    stackName,
    description,
    terminationProtection: true,
    tags: { ...tags },
    synthesizer: new DefaultStackSynthesizer({ qualifier }) as IStackSynthesizer,
  };
}
