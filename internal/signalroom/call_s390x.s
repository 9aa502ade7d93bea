//go:build unix

#include "funcdata.h"
#include "textflag.h"

// func Call(fn func())
TEXT ·Call(SB), 0, $32768-8
	NO_LOCAL_POINTERS
	CALL reserve<>(SB)
	MOVD fn+0(FP), R12
	MOVD (R12), R1
	BL   (R1)
	RET

// Nothing, with a frame of Size bytes.
TEXT reserve<>(SB), 0, $65536-0
	RET
