#!/usr/bin/env bash
# What Maven runs here: `build.sh pages` (install, generate, build), `build.sh test` (lint, type-check, test). `build.sh heavy`
# is `test` with the pictures of all sizes and themes.
# Each does nothing when nothing it reads has changed since it last went well.
set -euo pipefail
cd "$(dirname "$0")"
export LC_ALL=C CI=1 NO_COLOR=1
mkdir -p target

digest_of_inputs() {
  {
    node --version
    find src test scripts public docs -type f -not -path '*/generated/*' -print0 | sort -z | xargs -0 sha256sum
    sha256sum index.html package.json package-lock.json .npmrc .prettierrc.json tsconfig.json vite.config.ts \
      eslint.config.js build.sh
    sha256sum ../api/schema.graphql
  } | sha256sum | cut -d' ' -f1
}

install() {
  local wanted
  wanted="$(node --version) $(sha256sum package-lock.json package.json | sha256sum | cut -d' ' -f1)"
  if [[ "$(cat node_modules/.installed 2>/dev/null)" != "$wanted" ]]; then
    echo "console: npm ci"
    npm ci --no-audit --no-fund --loglevel=error
    echo "$wanted" > node_modules/.installed
  fi
}

pages() {
  install
  npm run --silent codegen
  npm run --silent pages
  node scripts/licences.js
}

tests() {
  rm -f target/test.json
  npm run --silent lint
  npm run --silent types
  npm run --silent test -- --reporter=default --reporter=json --outputFile.json=target/test.json | tee target/test.log ||
    again
  echo "console: pictures"
  KEELSON_LOOK_LEFT_OUT=$left_out npm run --silent look:compare
}

# Other modules are built and tested beside this: what fails is tried once more alone, and told either way.
again() {
  local files failed
  # An error outside of every test has nothing to try again.
  ! grep -E '^ *Errors +[0-9]' target/test.log || return 1
  files="$(node scripts/failed-tests.js files)"
  failed="$(node scripts/failed-tests.js names)"
  # shellcheck disable=SC2086
  npm run --silent test -- --maxWorkers 1 $files | tee target/again.log
  printf '%s\n' "$failed" | sed 's/^/console: failed at first, and passed alone: /' | tee -a target/test.log
}

# Nothing to do where nothing that it reads has changed since it last went well.
is_done() {
  [[ "$(cat "target/$1.stamp" 2>/dev/null)" == "$digest" ]] || return 1
  echo "console: $1 as before, nothing changed"
}

built_pages() {
  is_done pages && return
  pages
  echo "$digest" > target/pages.stamp
}

done_tests() {
  if is_done "$step"; then
    grep -E '^ *(Test Files|Tests) |^console: failed at first' target/test.log
    return
  fi
  tests
  echo "$digest" > "target/$step.stamp"
}

# `alone <what> <step>`: one at a time of a kind, and with all that it has begun when it ends. ./keelson test tests the
# console beside Maven, which builds its pages or finds them.
alone() (
  trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
  exec 8>"target/$1.lock"
  flock 8
  "$2"
)

step="${1:?pages, test or heavy}"
left_out=heavy
digest="$(digest_of_inputs)"
case "$step" in
  pages) alone pages built_pages ;;
  test | heavy)
    [[ $step == test ]] || left_out=
    # What is generated is made with the pages, and pictures are taken of them.
    alone pages built_pages
    alone test done_tests
    ;;
  *) echo "build.sh: unknown step $step (pages, test or heavy)" >&2; exit 2 ;;
esac
