import type { Issue } from 'dust-service';

/** What is wrong with a printed block: its form, its order, and whether it says what the issues say. */
export function faultsOfBlock(block: string, issues: readonly Issue[]): string[] {
  return [
    ...(block === render(issues) ? [] : ['the block is not the form of the issues']),
    ...(/^[\x20-\x7e\n\u2026]*$/.test(block) ? [] : ['a character that a terminal may hide']),
    ...issues.flatMap((issue, index) => faultsOfIssue(issue).map((fault) => `issue ${index}: ${fault}`)),
    ...issues.slice(1).flatMap((issue, index) => (keyOf(issues[index]!) < keyOf(issue) ? [] : [`issue ${index + 1} does not come after the one before it`])),
  ];
}

/** The form of section 5 of the design, written down a second time. */
function render(issues: readonly Issue[]): string {
  const lines = [`dust-service: ${issues.length} ${issues.length === 1 ? 'problem' : 'problems'}, nothing was written`, ''];
  for (const { code, path, value, problem, allowed, fix } of issues) {
    lines.push(['', code, path, value === undefined ? problem : `${value} ${problem}`].join('  '));
    lines.push(`            allowed: ${allowed}`, `            fix: ${fix}`);
  }
  return `${lines.join('\n')}\n`;
}

function faultsOfIssue({ code, path, value, problem, allowed, fix }: Issue): string[] {
  const texts = { path, problem, allowed, fix };
  return [
    ...(/^DUST[1-5][0-9]{3}$/.test(code) ? [] : [`${code} is no code`]),
    ...Object.entries(texts).filter(([, text]) => text.trim() === '' || /\n/.test(text)).map(([key]) => `${key} is empty or has several lines`),
    ...Object.entries({ problem, allowed, fix }).filter(([, text]) => /\bundefined\b|\[object |\bNaN\b|=> |function \w*\(/.test(text.replace(/"[^"]*"/g, ''))).map(([key, text]) => `${key} shows the program: ${text}`),
    // Eighty characters, two quotes and the sign that something is left out.
    ...(value !== undefined && value.length > 83 ? [`the value has ${value.length} characters`] : []),
    ...(Math.max(problem.length, allowed.length, fix.length) > 4000 ? ['a text is too long to read'] : []),
  ];
}

/** Issues are sorted by path and code, and no two have both. */
function keyOf({ path, code }: Issue): string {
  return `${path}\u0000${code}`;
}
