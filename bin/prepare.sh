# Read by the commands beside it: finds the project, and sees to it that packages and dist/ are up
# to date. Afterwards $root is the project, $node the Node to run, DATA_DIR an absolute path.

root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd -P)
case $(uname -m) in aarch64 | arm64) cpu=arm64 ;; *) cpu=x64 ;; esac
# A relative folder is one of the project's, wherever the command is called from.
case ${DATA_DIR:-var} in /*) ;; *) DATA_DIR=$root/${DATA_DIR:-var} ;; esac
export DATA_DIR

complain() { printf '%s\n' "$*" >&2; exit 1; }

find_node() {
  node=$root/node_modules/node-linux-$cpu/bin/node
  [ -x "$node" ] && "$node" --version >/dev/null 2>&1 || node=$(command -v node || true)
}

need_node() {
  found=$(node --version 2>/dev/null) || complain "Node.js is missing. Install version 20.19 or newer with npm (https://nodejs.org/en/download), then run this again."
  node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' ||
    complain "This is Node.js $found; 20.19 or newer is needed (https://nodejs.org/en/download)."
  command -v npm >/dev/null 2>&1 || complain "npm is missing. Install it beside Node.js, then run this again."
}

# What packages and dist/ were made from: a stamp that differs says they are old.
packages_stamp() { { cat "$root/package-lock.json" "$root/.npmrc"; uname -m; } | sha256sum; }
sources_stamp() { (cd "$root" && find src database build.ts tsconfig.json package-lock.json -type f -exec sha256sum {} + | LC_ALL=C sort | sha256sum); }
have_packages() { [ "$(cat "$root/node_modules/.packages-stamp" 2>/dev/null)" = "$(packages_stamp)" ]; }
have_dist() { [ "$(cat "$root/dist/.sources-stamp" 2>/dev/null)" = "$(sources_stamp)" ]; }

# Two commands at once prepare one after the other, where the system has flock.
alone() {
  if command -v flock >/dev/null 2>&1; then
    mkdir -p "$root/var" && exec 9>"$root/var/preparing" && flock 9
  fi
}

ensure_packages() {
  have_packages && return
  need_node
  alone
  if ! have_packages; then
    echo "Installing packages…" >&2
    stamp=$(packages_stamp)
    (cd "$root" && npm ci --include=dev --loglevel=error >&2) || complain "npm ci failed. Is the package registry reachable?"
    printf '%s\n' "$stamp" >"$root/node_modules/.packages-stamp"
  fi
  exec 9>&-
}

ensure_dist() {
  have_dist && return
  alone
  if ! have_dist; then
    echo "Building…" >&2
    stamp=$(sources_stamp)
    (cd "$root" && rm -rf dist.making-* dist.before-* && "$node" build.ts >&2) || complain "The build failed."
    printf '%s\n' "$stamp" >"$root/dist/.sources-stamp"
  fi
  exec 9>&-
}
