import { ControlPlane } from './control-plane';

describe('a control plane', () => {
  let plane: ControlPlane;
  beforeAll(async () => { plane = await ControlPlane.start(); });
  afterAll(async () => { await plane?.stop(); });

  test('has three nodes in three zones', () => {
    expect(plane.client.list('nodes').map(({ metadata }: any) => metadata.labels['topology.kubernetes.io/zone'])).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
  });
});
