import { closest } from 'fastest-levenshtein';
import Handlebars from 'handlebars';
import { InputError, type Fault } from '../platform/errors.js';
import { allFields, fieldsOfPart, misplacedField, type LetterPart, type MergeValues } from './merge-fields.js';

/** A piece of template that passed the checks, ready to be filled. */
export type Fill = (values: MergeValues) => string;

/** Where a piece stands in its file, so that faults point at the right line. */
export type Piece = {
  readonly part: LetterPart;
  readonly source: string;
  readonly field: string;
  readonly firstLine: number;
};

/** A piece larger or deeper than this is no letter, and could keep the parser busy for seconds. */
const MAX_PIECE_CHARACTERS = 20_000;
const MAX_DEPTH = 5;
const MAX_OPEN_PARENTHESES = 100;

/**
 * Checks a piece of template and compiles it. Allowed are text, merge fields that are fit for the part, and
 * `{{#if field}} … {{else}} … {{/if}}`. Faults carry lines and columns counted from 1.
 */
export function compilePiece(piece: Piece): { readonly fill: Fill; readonly faults: readonly Fault[] } {
  const tooMuch = sizeFault(piece);
  if (tooMuch) return unusable(tooMuch);
  try {
    const tree = Handlebars.parse(piece.source);
    const faults = checkStatements(tree.body, piece);
    const render = Handlebars.compile(tree, {
      noEscape: true,
      knownHelpersOnly: true,
      knownHelpers: { if: true },
    });
    return { fill: (values) => render(values), faults };
  } catch (error) {
    return unusable(parseFault(error, piece));
  }
}

/** Never a letter with a part left empty. */
function unusable(fault: Fault): { readonly fill: Fill; readonly faults: readonly Fault[] } {
  const fill = (): never => {
    throw new InputError([fault]);
  };
  return { fill, faults: [fault] };
}

function sizeFault({ source, field, firstLine }: Piece): Fault | undefined {
  const message = tooMuch(source);
  return message === undefined ? undefined : { field, line: firstLine, column: 1, message };
}

function tooMuch(source: string): string | undefined {
  if (source.length > MAX_PIECE_CHARACTERS) return `is longer than ${MAX_PIECE_CHARACTERS} characters`;
  if (depthOf(source, /\{\{~?(?:[#^](?!~?\}\})|(\/))/g) > MAX_DEPTH)
    return `has {{#if}} inside {{#if}} more than ${MAX_DEPTH} deep`;
  // Each one inside another costs the parser as much as all before it.
  if (depthOf(source, /\(|(\))/g) > MAX_OPEN_PARENTHESES)
    return `has more than ${MAX_OPEN_PARENTHESES} parentheses that are not closed`;
  return undefined;
}

/** How deep marks stand inside each other; the pattern's group catches those that close. */
function depthOf(source: string, marks: RegExp): number {
  let depth = 0;
  let deepest = 0;
  for (const [, closing] of source.matchAll(marks)) {
    depth = closing === undefined ? depth + 1 : Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function checkStatements(statements: readonly hbs.AST.Statement[], piece: Piece): Fault[] {
  return statements.flatMap((statement) => checkStatement(statement, piece));
}

function checkStatement(statement: hbs.AST.Statement, piece: Piece): Fault[] {
  switch (statement.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return [];
    case 'MustacheStatement':
      return checkMustache(statement as hbs.AST.MustacheStatement, piece);
    case 'BlockStatement':
      return checkBlock(statement as hbs.AST.BlockStatement, piece);
    default:
      return [faultAt(statement, piece, 'only merge fields and {{#if field}} may stand in a letter')];
  }
}

/** The types of Handlebars leave out that these parts may be missing. */
type Call = {
  readonly path: hbs.AST.Expression;
  readonly params: readonly hbs.AST.Expression[];
  readonly hash?: unknown;
};
type Program = { readonly body: readonly hbs.AST.Statement[]; readonly blockParams?: readonly string[] };
type Block = Call & { readonly program?: Program; readonly inverse?: Program };

/** How a block begins, other than a reversed one (`{{^if field}}`) or a raw one (`{{{{if field}}}}`). */
const OPENING = /^\{\{~?(?:#|\s*else\s)\s*if\s/;

function checkMustache(statement: hbs.AST.MustacheStatement, piece: Piece): Fault[] {
  const call: Call = statement;
  if (!statement.escaped) return [faultAt(statement, piece, 'write merge fields with two braces, not three')];
  if (call.params.length > 0 || call.hash) {
    return [faultAt(statement, piece, 'a merge field stands alone between its braces')];
  }
  return checkField(call.path, piece);
}

function checkBlock(statement: hbs.AST.BlockStatement, piece: Piece): Fault[] {
  const { params, hash, program, inverse } = statement as Block;
  const [field] = params;
  const { line, column } = statement.loc.start;
  const lines = piece.source.split(/\r\n?|\n/).slice(line - 1);
  if (
    !OPENING.test(lines.join('\n').slice(column)) ||
    !field ||
    params.length > 1 ||
    hash ||
    !program ||
    program.blockParams
  ) {
    return [faultAt(statement, piece, 'the only block in a letter is {{#if field}} … {{/if}}')];
  }
  return [
    ...checkField(field, piece),
    ...checkStatements(program.body, piece),
    ...checkStatements(inverse?.body ?? [], piece),
  ];
}

function checkField(expression: hbs.AST.Expression, piece: Piece): Fault[] {
  if (expression.type !== 'PathExpression') return [faultAt(expression, piece, 'only a merge field may stand here')];
  const name = nameOf(expression);
  if (fieldsOfPart[piece.part].includes(name)) return [];
  if (allFields.includes(name)) return [faultAt(expression, piece, `{{${name}}} ${misplacedField(name)}`)];
  const near = closest(name, [...allFields]);
  const hint = fieldsOfPart[piece.part].includes(near) ? '' : `, which ${misplacedField(near)}`;
  return [faultAt(expression, piece, `there is no merge field {{${name}}}; the nearest is {{${near}}}${hint}`)];
}

/** A path as it was written. */
function nameOf(expression: hbs.AST.Expression): string {
  return String((expression as { readonly original?: string | number | boolean }).original);
}

function faultAt(node: hbs.AST.Node, piece: Piece, message: string): Fault {
  const { line, column } = node.loc.start;
  return { field: piece.field, message, line: piece.firstLine + line - 1, column: column + 1 };
}

function parseFault(error: unknown, piece: Piece): Fault {
  const text = error instanceof Error ? error.message : String(error);
  const [, said = '', at = '', column = ''] = /^(.*) - (\d+):(\d+)$/.exec(text) ?? [];
  const mismatch = said.includes(" doesn't match ") ? said : undefined;
  const line = Number(at || (/line (\d+)/.exec(text)?.[1] ?? 1));
  const what = text.includes("got 'EOF'")
    ? 'something above is not closed: {{#if …}} needs {{/if}}, {{ needs }}'
    : 'the braces do not fit together here';
  return {
    field: piece.field,
    line: piece.firstLine + line - 1,
    column: Number(column) + 1,
    message: mismatch ?? what,
  };
}
