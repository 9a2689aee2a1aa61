#!/bin/sh
# What CHANGELOG.md says of a version: the notes of its release. Fails where it says nothing.
set -eu
version=$1
changes=$(dirname "$0")/../CHANGELOG.md
notes=$(awk -v version="$version" '
  /^## / { own = ($2 == version || index($2, version "（") == 1); next }
  own { print }
' "$changes")
if [ -z "$(printf '%s' "$notes" | tr -d '[:space:]')" ]; then
  echo "CHANGELOG.md has no section for $version" >&2
  exit 1
fi
printf '%s\n' "$notes" | sed -e '/./,$!d'
