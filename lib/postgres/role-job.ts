/** Placeholder until the real one arrives. */
export const ROLE_FILES: Readonly<Record<string, string>> = { 'roles.sh': 'exit 1\n' };
