/** A node that kwok plays: it reports Ready, and every pod on it runs at once and is never unhealthy. */
export function simulatedNode(index: number, zone: string): object {
  const name = `simulated-${index}`;
  const size = { cpu: '64', memory: '256Gi', pods: '500' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': zone.slice(0, -1), 'topology.kubernetes.io/zone': zone,
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'kwok.x-k8s.io/node': 'fake' },
    },
    status: { allocatable: size, capacity: size },
  };
}
