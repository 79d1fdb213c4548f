import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { readdirSync } from 'node:fs';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('./src/features/', import.meta.url));

const anyParentPath = {
  regex: '^\\.\\./',
  message: 'Another folder is imported by its path from the root: @/parts/Panel.',
};

/** Folders that `files` must not import, so that arrows run one way: routes and main → features, shell → ground. */
function wall(files, regex, message) {
  return {
    files,
    rules: { 'no-restricted-imports': ['error', { patterns: [anyParentPath, { regex, message }] }] },
  };
}

const spansByHand = [
  'Literal[value=86400000]',
  'Literal[value=3600000]',
  'BinaryExpression[operator="*"][left.left.value=24][left.right.value=60]',
  'BinaryExpression[operator="*"][left.left.value=60][left.right.value=60]',
].map((selector) => ({
  selector,
  message: 'Spans of time have names: DAY_MS and others of @/format/units.',
}));

const ownSpans = {
  selector: 'VariableDeclarator[id.name=/^(SECOND|MINUTE|HOUR|DAY|WEEK)_MS$/]',
  message: 'It is defined once, in @/format/units.',
};

export default defineConfig(
  { ignores: ['target/', 'src/api/generated/', 'test/generated/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    // It warns of what the React compiler would skip; the console is built without it.
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(includes|indexOf|has)$/]' +
            '[arguments.0.value=/^[A-Z]+_(READ|WRITE|APPROVE|INVOKE|SUBMIT)$/]',
          message:
            'What a person may do is asked by one rule: holds, useAllowed or useMay of @/api/permissions.',
        },
        ...spansByHand,
        ownSpans,
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...spansByHand, ownSpans] },
  },
  {
    files: ['src/format/units.ts'],
    rules: { 'no-restricted-syntax': ['error', ...spansByHand] },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['console', 'process', 'URL', 'document', 'localStorage', 'matchMedia'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  wall(
    ['src/{api,format,parts,theme}/**/*.{ts,tsx}', 'src/paths.ts'],
    '^@/(features|shell|routes|main)',
    'The ground carries features and shell; it knows neither.',
  ),
  wall(
    ['src/shell/**/*.{ts,tsx}'],
    '^@/(features|routes|main)',
    'The shell knows no feature: routes compose them.',
  ),
  ...features.map((feature) =>
    wall(
      [`src/features/${feature}/**/*.{ts,tsx}`],
      `^@/(shell|routes|main|features(?!/${feature}/))`,
      'A feature imports no other feature and no shell: they meet in the routes and through @/api.',
    ),
  ),
);
