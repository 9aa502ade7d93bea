#!/bin/sh
# Puts a package of Debian's, and the libraries that it needs, into a folder. Nothing is installed, so root is not
# needed. The folder must have a file of that name then, somewhere in it.
#
#     fetch-debian.sh FOLDER PACKAGE FILE
set -eu

folder=$1
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances "$2" | grep '^[a-z]' | grep -Ev '^(libc6|libgcc-s1|gcc-[0-9]+-base)$' | sort -u)
# shellcheck disable=SC2086 # several words are meant
apt-get download -qq $packages
for package in ./*.deb; do
    dpkg-deb -x "$package" .
done
find . -name "$3" | grep -q .
