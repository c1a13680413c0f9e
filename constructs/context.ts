/**
 * Context that a DustApp fixes, after whatever cdk.json and the command line say: what changes a byte of the output, and
 * what makes a finding of CloudFormation's own validation an error of this process rather than a line in its log.
 */
export const PINNED_CONTEXT: Readonly<Record<string, unknown>> = {
  // Traces hold absolute paths, which differ from machine to machine.
  'aws:cdk:disable-creation-stack-traces': true,
  'aws:cdk:disable-stack-trace': true,
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
  '@aws-cdk/core:failSynthOnValidationErrors': true,
  '@aws-cdk/core:appMode': 'inmemory',
  '@aws-cdk/core:target-partitions': ['aws', 'aws-us-gov', 'aws-cn'],
  '@aws-cdk/core:explicitStackTags': true,
};

/** Services to print, separated by commas: `cdk synth -c service=catalog,matching`. All of them are still checked. */
export const SERVICE_CONTEXT = 'service';

/** Where the `dust` command wants the plan or the issues of this run, as JSON. */
export const REPORT_CONTEXT = 'dust:report';

/** Set by `dust plan`: everything is checked and nothing is written. */
export const DRY_RUN_CONTEXT = 'dust:dry-run';
