import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import ts from 'typescript';

/** One source file: what it imports, how long it and its functions are. */
export interface Module {
  /** Path below the project, such as `lib/plan/names.ts`. */
  readonly path: string;
  readonly lines: number;
  /** Imports that exist at run time; a type is none. */
  readonly imports: readonly string[];
  readonly functions: readonly { readonly name: string; readonly lines: number }[];
}

/** Every TypeScript file below the folders. */
export function readModules(root: string, folders: readonly string[]): Module[] {
  const files = folders.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }));
  return files
    .filter((file) => file.isFile() && file.name.endsWith('.ts'))
    .map((file) => join(file.parentPath, file.name))
    .map((file) => parseModule(relative(root, file), readFileSync(file, 'utf8')));
}

export function parseModule(path: string, text: string): Module {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return { path, lines: text.trimEnd().split('\n').length, imports: importsOf(source, path), functions: functionsOf(source) };
}

function importsOf(source: ts.SourceFile, path: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && isRuntime(node.importClause)) found.push(literal(node.moduleSpecifier));
    if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && !isTypeExport(node)) found.push(literal(node.moduleSpecifier));
    if (ts.isCallExpression(node) && isLoad(node.expression) && node.arguments[0] !== undefined) found.push(literal(node.arguments[0]));
    ts.forEachChild(node, visit);
  };
  visit(source);
  // A leading `./` tells our folder `constructs` from the package of that name.
  return found.map((name) => (name.startsWith('.') ? `./${normalize(join(dirname(path), name))}` : name));
}

function literal(node: ts.Node): string {
  return ts.isStringLiteralLike(node) ? node.text : '<computed>';
}

function isLoad(expression: ts.Expression): boolean {
  return expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
}

function isRuntime(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return true;
  if (clause.isTypeOnly) return false;
  const named = clause.namedBindings;
  return clause.name !== undefined || named === undefined || !ts.isNamedImports(named) || named.elements.some((element) => !element.isTypeOnly);
}

function isTypeExport(node: ts.ExportDeclaration): boolean {
  const named = node.exportClause;
  return node.isTypeOnly || (named !== undefined && ts.isNamedExports(named) && named.elements.every((element) => element.isTypeOnly));
}

function functionsOf(source: ts.SourceFile): { name: string; lines: number }[] {
  const found: { name: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const end = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      found.push({ name: node.name?.getText(source) ?? (ts.isConstructorDeclaration(node) ? 'constructor' : '(anonymous)'), lines: end - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
