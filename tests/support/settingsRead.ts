import ts from 'typescript';

/** Expressions that stand for the environment of the process. */
const ENVIRONMENTS = ['process.env', 'environment', 'env'];

/**
 * The names of the environment that a source file reads with a literal key: `environment['NAME']`,
 * `process.env.NAME`, and `const { NAME } = process.env`. Computed keys are left out: config.ts takes
 * them from the settings table.
 *
 * @example settingsReadIn("process.env['API_USER']") // ['API_USER']
 */
export function settingsReadIn(text: string): readonly string[] {
  const file = ts.createSourceFile('read.ts', text, ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    names.push(...namesReadBy(node, file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function namesReadBy(node: ts.Node, file: ts.SourceFile): readonly string[] {
  if (ts.isPropertyAccessExpression(node) && isEnvironment(node.expression, file)) return [node.name.text];
  if (ts.isElementAccessExpression(node) && isEnvironment(node.expression, file))
    return ts.isStringLiteralLike(node.argumentExpression) ? [node.argumentExpression.text] : [];
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return [];
  if (node.initializer === undefined || !isEnvironment(node.initializer, file)) return [];
  return node.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText(file));
}

function isEnvironment(node: ts.Expression, file: ts.SourceFile): boolean {
  return ENVIRONMENTS.includes(node.getText(file));
}
