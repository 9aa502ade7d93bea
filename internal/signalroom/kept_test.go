package signalroom_test

import "runtime"

// kept tells whether Call makes room here.
const kept = runtime.GOOS != "windows" && (runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64" || runtime.GOARCH == "s390x")
