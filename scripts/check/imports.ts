import { parseSync, Visitor } from 'oxc-parser';

export interface Import {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
}

/** Every module a source text names: imports, re-exports, `import type`, `import()` with a plain string, `require`. */
export function importsOf(file: string, text: string): Import[] {
  const { module, program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? 'cannot be parsed'}`);
  const found = new Map<number, string>();
  for (const { moduleRequest } of module.staticImports) found.set(moduleRequest.start, moduleRequest.value);
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) found.set(moduleRequest.start, moduleRequest.value);
  }
  // `import('x')`, the type `import('x').T` and `require('x')` are expressions: found in the tree.
  const add = (node: { type: string; start: number; value?: unknown } | undefined): void => {
    if (node?.type === 'Literal' && typeof node.value === 'string') found.set(node.start, node.value);
  };
  new Visitor({
    ImportExpression: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    CallExpression: ({ callee, arguments: [first] }) => {
      if (callee.type === 'Identifier' && callee.name === 'require') add(first);
    },
  }).visit(program);
  return [...found].map(([start, specifier]) => ({ specifier, line: text.slice(0, start).split('\n').length }));
}
