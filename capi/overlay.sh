#!/bin/sh
# Writes a folder that `go build -overlay=folder/overlay.json` takes: Go's runtime, changed so that it leaves SIGCHLD and
# SIGPROF of a host alone.
#
# The runtime unblocks both in its own threads and in those that call it, which is right for programs in Go. In a host
# they belong to others: who blocks SIGCHLD waits for it elsewhere, and loses it; and a handler without SA_ONSTACK would
# find the small stack of a goroutine. Nothing in the runtime of a library needs them.
#
# usage: overlay.sh go folder
set -eu
go=$1
folder=$2
table=$($go env GOROOT)/src/runtime/sigtab_linux_generic.go
mkdir -p "$folder"
sed -E '/"SIG(CHLD|PROF): /s/ \+ _SigUnblock//' "$table" > "$folder/sigtab_linux_generic"
if [ "$(diff "$table" "$folder/sigtab_linux_generic" | grep -c '^>')" != 2 ]; then
    echo "capi/overlay.sh: $table is not the table of signals that this knows" >&2
    exit 1
fi
printf '{"Replace": {"%s": "%s"}}\n' "$table" "$folder/sigtab_linux_generic" > "$folder/overlay.json"
