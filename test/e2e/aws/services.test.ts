import { variedFleet } from './services';
import { exampleOutput } from '../../support/example';

test('the services that these tests change are those of the example', () => {
  expect(variedFleet().files).toEqual(exampleOutput().files);
});
