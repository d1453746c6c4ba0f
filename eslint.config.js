import tseslint from 'typescript-eslint';

/** Rules of the house that a tool can hold; see CONTRIBUTING.md. */
const houseRules = {
  'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
    { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'Time comes from the clock.',
    },
    {
      selector: 'MemberExpression[object.name="Date"][property.name="now"]',
      message: 'Time comes from the clock.',
    },
    {
      selector: 'MemberExpression[object.name="Math"][property.name="random"]',
      message: 'Randomness comes from platform/ids.',
    },
    {
      selector: 'MemberExpression[object.name="process"][property.name="env"]',
      message: 'Only config.ts reads the environment.',
    },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidOperator: true },
  ],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
  ],
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

export default tseslint.config(
  { ignores: ['dist/', 'public/built/', 'var/', 'node_modules/', '*.config.js', '.dependency-cruiser.cjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/web/browser/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: houseRules,
  },
  { files: ['src/platform/clock.ts', 'src/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['src/**'],
    ignores: ['src/platform/**', 'src/**/*store*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/platform/db.js'],
              importNames: ['query', 'records', 'insertRecords'],
              message: 'SQL stands in stores.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
);
