import { kindSchemas } from './definition-schema';

/** The schema that becomes of one field, which has the shape that an operator would publish. */
function converted(field: object): unknown {
  const version = { name: 'v1', schema: { openAPIV3Schema: { type: 'object', properties: { spec: field } } } };
  const definition = { kind: 'CustomResourceDefinition', spec: { group: 'acme.example', names: { kind: 'Thing' }, versions: [version] } };
  const properties = kindSchemas(definition, 'file:///meta')[0]!.schema.properties as Record<string, unknown>;
  return properties.spec;
}

const text = { type: 'string' };

test.each<[string, object, object]>([
  ['knows all fields of an object', { type: 'object', properties: { name: text }, required: ['name'] }, { type: 'object', properties: { name: text }, required: ['name'], additionalProperties: false }],
  ['knows that an object without fields has none', { type: 'object' }, { type: 'object', properties: {}, additionalProperties: false }],
  ['reaches into lists', { type: 'array', items: { type: 'object', properties: {} } }, { type: 'array', items: { type: 'object', properties: {}, additionalProperties: false } }],
  ['reaches into maps', { type: 'object', additionalProperties: { type: 'object', properties: {} } }, { type: 'object', properties: {}, additionalProperties: { type: 'object', properties: {}, additionalProperties: false } }],
  ['leaves open what an operator leaves open', { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true, 'properties': { name: text } }, { type: 'object', properties: { name: text } }],
  ['leaves a field open that may be anything', { 'x-kubernetes-preserve-unknown-fields': true }, {}],
  ['takes a number or a text', { 'x-kubernetes-int-or-string': true, 'anyOf': [{ type: 'integer' }, text] }, { type: ['integer', 'string'], anyOf: [{ type: 'integer' }, text] }],
  ['takes nothing where that is allowed', { type: 'string', enum: ['a'], nullable: true }, { type: ['string', 'null'], enum: ['a', null] }],
  ['leaves alternatives as they are', { type: 'object', properties: { name: text }, oneOf: [{ required: ['name'] }] }, { type: 'object', properties: { name: text }, oneOf: [{ required: ['name'] }], additionalProperties: false }],
  ['knows the header of an object inside another', { 'type': 'object', 'x-kubernetes-embedded-resource': true }, { type: 'object', properties: { apiVersion: text, kind: text, metadata: { type: 'object' } }, additionalProperties: false }],
  ['takes bounds that are excluded', { type: 'integer', minimum: 0, exclusiveMinimum: true }, { type: 'integer', minimum: 0, exclusiveMinimum: 0 }],
])('a converted schema %s', (_what, field, expected) => {
  expect(converted(field)).toEqual(expected);
});
