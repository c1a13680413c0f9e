import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject } from 'cdk8s';
import { CHART_IDS, renderReference } from './reference';
import { exampleOutput } from '../support/example';
import { richFleet, serviceProps } from '../support/fleets';
import { temporaryFolder } from '../support/synthesize';
import { Access, DustApp, DustService, Secret } from 'dust-service';

const page = join(__dirname, '../../docs/reference.md');

test('the reference says what the sources say', () => {
  const expected = renderReference(exampleOutput());
  if (process.env.UPDATE_DOCS === '1') writeFileSync(page, expected);
  expect(existsSync(page) ? readFileSync(page, 'utf8') : '').toBe(expected);
});

test('its ids of charts are those of a chart', () => {
  const app = new DustApp({ ...richFleet(), outdir: temporaryFolder() });
  const service = new DustService(app, 'billing', serviceProps({
    http: { port: 8000, access: Access.internet(), maxReplicas: 5 }, postgres: {}, cache: {}, secrets: [Secret.provided('API_KEY')],
  }));
  const objects = service.chart('prod').node.children.filter((node): node is ApiObject => ApiObject.isApiObject(node));
  const ids = objects.map((object) => [object.node.id.replace('-billing-', '-<service>-').replace('secret-api-key', 'secret-<name>'), object.kind]).filter(([id]) => !/^network-(?:to|from)-/.test(id!));
  expect(ids.sort()).toEqual([...CHART_IDS].map((row) => [...row]).sort());
});
