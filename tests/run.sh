#!/usr/bin/env bash
# Every check of nnviz, from nothing: bash tests/run.sh [pytest arguments]
# Makes a virtual environment in .venv-test, finds or installs a browser and Node.js, then runs
# beside each other ruff, the player's own tests, and pytest: units, pages, and the real app in
# Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."

python="${PYTHON:-python3}"
venv="${NNVIZ_TEST_VENV:-.venv-test}"

step() { printf '\n== %s\n' "$*"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

debian_package() {
  command -v apt-get >/dev/null || { echo "$1 is missing, and there is no apt-get to install it" >&2; exit 1; }
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

step "Python packages"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || debian_package python3-venv
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check -r tests/requirements.txt

step "Browser"
# Debian's Chromium without a desktop's windows, which takes a sixth of the time off a browser test;
# else any Chromium of the system's, else Playwright's own, else Debian's whole one.
browser="$(command -v chromium-headless-shell || true)"
if [ -z "$browser" ] && (debian_package chromium-headless-shell fonts-liberation) 2>/dev/null; then
  browser="$(command -v chromium-headless-shell)"
fi
if [ -z "$browser" ]; then
  browser="$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)"
fi
if [ -z "$browser" ] && timeout 180 "$venv/bin/playwright" install chromium >/dev/null 2>&1; then
  browser="$("$venv/bin/python" -c 'from playwright.sync_api import sync_playwright as p
with p() as playwright: print(playwright.chromium.executable_path)')"
fi
# Playwright's comes without the system libraries it needs; where they are missing, Debian's does.
if [ -z "$browser" ] || ! "$browser" --version >/dev/null 2>&1; then
  debian_package chromium fonts-liberation
  browser="$(command -v chromium)"
fi
export NNVIZ_CHROMIUM="$browser"
"$browser" --version

step "Node.js"
command -v node >/dev/null || debian_package nodejs
node --version

step "ruff, the player's modules (node --test) and pytest, side by side"
style() { "$venv/bin/ruff" check . && "$venv/bin/ruff" format --check .; }
modules() { "$venv/bin/python" tests/frontend/write_fixture.py && node --test tests/frontend/*.test.js; }
# Two workers, a file at a time, those with a browser first (tests/conftest.py).
tests() { "$venv/bin/python" -m pytest -n 2 --dist loadfile --no-loadscope-reorder "$@"; }

exec {style}< <(style 2>&1); style_job=$!
exec {modules}< <(modules 2>&1); modules_job=$!
exec {tests}< <(tests "$@" 2>&1); tests_job=$!

failed=()
report() { # name, what it prints, its process: shown in this order, whoever ends first
  step "$1"
  cat <&"$2"
  wait "$3" || failed+=("$1")
}
report "ruff" "$style" "$style_job"
report "The player's modules (node --test)" "$modules" "$modules_job"
report "pytest" "$tests" "$tests_job"

[ ${#failed[@]} = 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
