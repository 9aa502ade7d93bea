//go:build unix

#include "funcdata.h"
#include "textflag.h"

// func Call(fn func())
TEXT ·Call(SB), 0, $32768-8
	NO_LOCAL_POINTERS
	CALL reserve<>(SB)
	XORPS X15, X15 // as compiled Go code expects it
	MOVQ fn+0(FP), DX
	MOVQ (DX), AX
	CALL AX
	RET

// Nothing, with a frame of Size bytes.
TEXT reserve<>(SB), 0, $65536-0
	RET
