import { ControlPlane } from './control-plane';
import { accepted } from './custom-resource';
import { RESOURCES } from './custom-resources';

describe('the definitions of the operators', () => {
  let plane: ControlPlane;
  let namespace: string;
  beforeAll(async () => {
    plane = await ControlPlane.start();
    namespace = plane.client.namespace();
  });
  afterAll(async () => { await plane?.stop(); });

  const attempt = (object: any) => plane.client.tryApply({ ...object, metadata: { ...object.metadata, ...(object.kind === 'IngressClassParams' ? {} : { namespace }) } });

  describe.each(RESOURCES)('$object.kind of $object.apiVersion', (resource) => {
    const { object, wrong } = resource;

    test('is accepted as the operator\'s documentation writes it, and stored whole', () => {
      for (const one of accepted(resource)) {
        const { exitCode, error } = attempt(one);
        expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
      }
      const [group, version] = object.apiVersion.split('/');
      const [live] = plane.client.list(`${object.kind}.${version}.${group}`).filter(({ metadata }) => metadata.name === object.metadata.name);
      expect(live!.spec).toMatchObject(object.spec);
    });

    test.each(wrong)('is refused with $what', ({ change, says }) => {
      const changed = structuredClone(object);
      change(changed.spec);
      const { exitCode, error } = attempt(changed);
      expect({ exitCode, error }).toEqual({ exitCode: 1, error: expect.stringMatching(says) });
    });
  });
});
