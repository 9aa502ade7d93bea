//go:build unix

#include "funcdata.h"
#include "textflag.h"

// func Call(fn func())
TEXT ·Call(SB), 0, $32768-8
	NO_LOCAL_POINTERS
	CALL reserve<>(SB)
	MOVD fn+0(FP), R26
	MOVD (R26), R0
	CALL (R0)
	RET

// Nothing, with a frame of Size bytes.
TEXT reserve<>(SB), 0, $65536-0
	RET
