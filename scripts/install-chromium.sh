#!/usr/bin/env bash
# A Chromium for the tests of the pages, where there is none and one can be had: as root, through apt. It always ends well: those tests
# say that they skip without.
set -uo pipefail

for one in "${CHROMIUM_PATH:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  [ -x "$one" ] && exit 0
done
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null &&
  timeout 300 sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium' \
    >/dev/null 2>&1 && [ -x /usr/bin/chromium ]; then
  echo "chromium is installed"
else
  echo "no Chromium, and none could be installed: the tests of the pages skip what needs one"
fi
