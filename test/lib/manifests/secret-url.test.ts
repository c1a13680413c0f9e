import { postgresUrlTemplate, redisUrlTemplate } from '../../../lib/manifests/secret-url';

// What External Secrets makes of these texts, and libraries of the result, test/output-lint/secret-urls.test.ts sees.
const encoded = (key: string): string => `{{ .${key} | urlquery | replace "+" "%20" }}`;

test('the URL of a database is made from the login and the host', () => {
  expect(postgresUrlTemplate({ port: 5433, database: 'catalog', caFile: '/etc/dust/postgres/ca.pem' }))
    .toBe(`postgresql://${encoded('username')}:${encoded('password')}@{{ .host }}:5433/catalog?sslmode=verify-full&sslrootcert=/etc/dust/postgres/ca.pem`);
});

test('what is known at synthesis can end neither a part of the URL nor the text around the template', () => {
  expect(postgresUrlTemplate({ port: 5433, database: 'a/b?{{ .c }}', caFile: '/a&b/c d+{{e}}' }))
    .toMatch(/:5433\/a%2Fb%3F%7B%7B%20\.c%20%7D%7D\?sslmode=verify-full&sslrootcert=\/a%26b\/c%20d%2B%7B%7Be%7D%7D$/);
});

test('the URL of a cache is made from the password and the host', () => {
  expect(redisUrlTemplate('{{ .port }}')).toBe(`rediss://:${encoded('password')}@{{ .host }}:{{ .port }}/0`);
});
