import type { IngressPlan, ServicePlan } from '../../lib/plan/fleet-plan';

/** TLS 1.2 and 1.3 with validated cryptography and forward secrecy. @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
export const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04';

/** Plain HTTP is only there to be redirected. */
export const LISTEN_PORTS = '[{"HTTP":80},{"HTTPS":443}]';

/** Access logs always; a load balancer that faces the internet cannot be deleted by accident. */
export function loadBalancerAttributes({ logBucket }: ServicePlan, edge: IngressPlan): { key: string; value: string }[] {
  return [
    { key: 'access_logs.s3.bucket', value: logBucket },
    { key: 'access_logs.s3.enabled', value: 'true' },
    { key: 'access_logs.s3.prefix', value: `alb/${edge.group}` },
    { key: 'deletion_protection.enabled', value: String(edge.kind === 'internet') },
    { key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' },
  ];
}
