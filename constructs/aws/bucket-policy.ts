/** A policy that refuses connections without TLS 1.2, after which further statements may follow. */
export function denyPlainTransport(bucketArn: string, allow: readonly object[] = []): object {
  const everything = { Principal: '*', Action: 's3:*', Resource: [bucketArn, { 'Fn::Join': ['', [bucketArn, '/*']] }] };
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'OnlyTls', Effect: 'Deny', ...everything, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Sid: 'OnlyTls12', Effect: 'Deny', ...everything, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
      ...allow,
    ],
  };
}
