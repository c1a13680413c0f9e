import { declaring, richFleet } from '../support/fleets';
import { synthesize } from '../support/synthesize';

/** The database of a service in each environment, as its template says it. */
function instancesWith(postgres: { storage?: string }): Record<string, any>[] {
  const { templates } = synthesize(richFleet(), declaring('billing', { postgres }));
  return [...templates.values()].flatMap(({ Resources }) => Object.values(Resources)).filter(({ Type }) => Type === 'AWS::RDS::DBInstance').map(({ Properties }) => Properties);
}

// RDS refuses to grow by less than a tenth, and stores at most 64 TiB.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
test.each([
  [undefined, '20', 100],
  ['500Gi', '500', 2500],
  ['20480Gi', '20480', 65_536],
  ['59392Gi', '59392', 65_536],
  ['60416Gi', '60416', undefined],
  ['65536Gi', '65536', undefined],
])('a database of %s grows by itself to five times that, but not to more than RDS stores', (storage, allocated, most) => {
  const instances = instancesWith(storage === undefined ? {} : { storage });
  expect(instances.map(({ AllocatedStorage, MaxAllocatedStorage }) => [AllocatedStorage, MaxAllocatedStorage])).toEqual([[allocated, most], [allocated, most]]);
});

test('what a database does is kept as long as RDS keeps it for nothing', () => {
  for (const { PerformanceInsightsRetentionPeriod } of instancesWith({})) expect(PerformanceInsightsRetentionPeriod).toBe(7);
});

// AWS Backup begins at five and keeps an hour away from either window.
test('what RDS does by itself is not in the way of the daily snapshot', () => {
  for (const { PreferredBackupWindow, PreferredMaintenanceWindow } of instancesWith({})) {
    const hours = [PreferredBackupWindow, PreferredMaintenanceWindow].map((window) => /(\d\d):00-(?:sun:)?(\d\d):00$/.exec(window)!.slice(1).map(Number));
    for (const [start, end] of hours as [number, number][]) expect(start > 6 && end === start + 1).toBe(true);
    expect(hours[0]).not.toEqual(hours[1]);
  }
});
