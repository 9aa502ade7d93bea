package main

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file tests the table of handles.

const kindTest kind = 9

// A thing is the object behind the handles of these tests.
type thing struct{ uses int }

// open returns the handle of a new thing.
func open(t *testing.T) token {
	t.Helper()
	tok, err := handles.add(kindTest, &thing{})
	require.NoError(t, err)
	return tok
}

func use(tok token) error {
	return with(tok, kindTest, func(x *thing) error { x.uses++; return nil })
}

func shut(tok token) error {
	return closeWith(tok, kindTest, func(*thing) error { return nil })
}

func TestToken(t *testing.T) {
	for _, k := range []kind{kindReader, kindWriter, 1<<kindBits - 1} {
		for _, generation := range []uintptr{0, 1, lastGeneration} {
			for _, number := range []uintptr{0, 1, lastSlot} {
				tok := makeToken(k, generation, number)
				assert.Equal(t, k, tok.kind())
				assert.Equal(t, generation, tok.generation())
				assert.Equal(t, number, tok.slot())
				assert.NotZero(t, tok, "NULL is no handle")
			}
		}
	}
}

func TestAHandleWorksUntilItIsClosed(t *testing.T) {
	tok := open(t)
	require.NoError(t, use(tok))
	require.NoError(t, use(tok))
	require.NoError(t, closeWith(tok, kindTest, func(x *thing) error {
		assert.Equal(t, 2, x.uses, "the same object each time")
		return nil
	}))
	assert.Equal(t, errHandle, use(tok))
	assert.Equal(t, errHandle, shut(tok))
}

func TestWhatIsNoHandle(t *testing.T) {
	tok := open(t)
	defer func() { require.NoError(t, shut(tok)) }()
	for name, wrong := range map[string]token{
		"NULL":               0,
		"another kind":       makeToken(kindReader, tok.generation(), tok.slot()),
		"another generation": makeToken(kindTest, tok.generation()+1, tok.slot()),
		"a slot too far":     makeToken(kindTest, tok.generation(), tok.slot()+1000),
		"the last slot":      makeToken(kindTest, tok.generation(), lastSlot),
		"all bits":           ^token(0),
	} {
		assert.Equal(t, errHandle, use(wrong), name)
		assert.Equal(t, errHandle, shut(wrong), name)
	}
	random := rand.New(rand.NewPCG(7, 0))
	for range 100_000 {
		if guess := token(random.Uint64()); guess != tok {
			require.Equal(t, errHandle, use(guess), "%#x", guess)
		}
	}
	assert.Equal(t, errHandle, with(tok, kindReader, func(*wave.Reader) error { return nil }), "a function of another kind")
	require.NoError(t, use(tok))
}

func TestAnEmptyTableKnowsNoHandle(t *testing.T) {
	var table handleTable
	_, err := table.lock(makeToken(kindTest, 0, 0), kindTest)
	assert.Equal(t, errHandle, err)
}

// The slot of a closed handle is used again, under another token.
func TestTokensAreNotUsedTwice(t *testing.T) {
	seen := map[token]bool{}
	first := open(t)
	require.NoError(t, shut(first))
	for range 1000 {
		tok := open(t)
		assert.Equal(t, first.slot(), tok.slot())
		assert.False(t, seen[tok])
		seen[tok] = true
		require.NoError(t, shut(tok))
	}
}

func TestASlotWhoseGenerationsAreUsedUpIsNotUsedAgain(t *testing.T) {
	var table handleTable
	tok, err := table.add(kindTest, &thing{})
	require.NoError(t, err)
	(*table.slots.Load())[tok.slot()].generation = lastGeneration
	tok = makeToken(kindTest, lastGeneration, tok.slot())
	s, err := table.lock(tok, kindTest)
	require.NoError(t, err)
	table.release(s, tok)

	next, err := table.add(kindTest, &thing{})
	require.NoError(t, err)
	assert.NotEqual(t, tok.slot(), next.slot())
	_, err = table.lock(tok, kindTest)
	assert.Equal(t, errHandle, err)
}

func TestAFullTable(t *testing.T) {
	var table handleTable
	slots := make([]*slot, lastSlot+1)
	table.slots.Store(&slots)
	_, err := table.add(kindTest, &thing{})
	assert.Equal(t, errMemory, err)
}

// The calls on one handle wait for each other: the race detector would see it if they did not.
func TestCallsOnOneHandleTakeTurns(t *testing.T) {
	tok := open(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 1000 {
				assert.NoError(t, use(tok))
			}
		})
	}
	group.Wait()
	require.NoError(t, closeWith(tok, kindTest, func(x *thing) error {
		assert.Equal(t, 8000, x.uses)
		return nil
	}))
}

// inUse counts the objects in a table.
func inUse(table *handleTable) int {
	n := 0
	if slots := table.slots.Load(); slots != nil {
		for _, s := range *slots {
			if s.object != nil {
				n++
			}
		}
	}
	return n
}

func TestManyHandlesAtOnce(t *testing.T) {
	before := inUse(&handles)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			var mine []token
			for range 500 {
				tok, err := handles.add(kindTest, &thing{})
				assert.NoError(t, err)
				mine = append(mine, tok)
				assert.NoError(t, use(mine[len(mine)/2]))
			}
			for _, tok := range mine {
				assert.NoError(t, shut(tok))
				assert.Equal(t, errHandle, use(tok))
			}
		})
	}
	group.Wait()
	assert.Equal(t, before, inUse(&handles))
}

func TestOneOfManyThatCloseAHandleSucceeds(t *testing.T) {
	tok := open(t)
	var group sync.WaitGroup
	results := make(chan error, 8)
	for range cap(results) {
		group.Go(func() { results <- shut(tok) })
	}
	group.Wait()
	close(results)
	closed := 0
	for err := range results {
		if err == nil {
			closed++
		} else {
			assert.Equal(t, errHandle, err)
		}
	}
	assert.Equal(t, 1, closed)
}

func TestACallThatWaitsWhileItsHandleIsClosed(t *testing.T) {
	tok := open(t)
	inside, waiting := make(chan struct{}), make(chan error)
	go func() {
		<-inside
		waiting <- use(tok)
	}()
	require.NoError(t, closeWith(tok, kindTest, func(*thing) error {
		close(inside)
		return nil
	}))
	assert.Equal(t, errHandle, <-waiting)
}

func TestACloseThatFailsClosesAllTheSame(t *testing.T) {
	tok, failure := open(t), errors.New("disk full")
	assert.Equal(t, failure, closeWith(tok, kindTest, func(*thing) error { return failure }))
	assert.Equal(t, errHandle, use(tok))
}

// An object in which a call panicked is in no known state: it can only be closed.
func TestAHandleIsBrokenByAPanic(t *testing.T) {
	broken, other := open(t), open(t)
	var contained *panicError
	assert.ErrorAs(t, with(broken, kindTest, func(*thing) error { panic("a fault") }), &contained)
	assert.Equal(t, "a fault", contained.value)
	assert.ErrorAs(t, use(broken), &contained)
	assert.NoError(t, use(other))
	assert.NoError(t, shut(broken))
	assert.Equal(t, errHandle, use(broken))
	assert.NoError(t, shut(other))
}

func TestAHandleIsClosedByAPanicWhileClosing(t *testing.T) {
	tok := open(t)
	assert.Panics(t, func() { _ = closeWith(tok, kindTest, func(*thing) error { panic("a fault") }) })
	assert.Equal(t, errHandle, use(tok))
}
