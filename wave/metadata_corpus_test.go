package wave_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks the views against the chunks of the corpus: see corpus_test.go.

// walked returns the chunks of a file as far as they make sense, without the code under test.
func walked(file []byte) (m wave.Metadata) {
	if len(file) < 12 || string(file[8:12]) != "WAVE" {
		return m
	}
	m.BigEndian = string(file[:4]) == "RIFX"
	for left := file[12:]; len(left) >= 8; {
		size := min(int64(orderOf(m.BigEndian).Uint32(left[4:])), int64(len(left)-8))
		m.Chunks = append(m.Chunks, wave.Chunk{ID: wave.ChunkID(left), Data: left[8 : 8+size : 8+size]})
		left = left[min(8+size+size%2, int64(len(left))):]
	}
	return m
}

// putRight are the chunks that do not keep their bytes when a view of them is set as it was, since something is wrong
// in them.
var putRight = map[string]string{
	// It counts 10 bytes of data behind its loops and has 4.
	fixtures + "invalid/smpl_chunk_truncated_sampler_specific_data.wav": "smpl",
}

func TestViewsOfTheCorpus(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: the views are not checked against the corpus")
	}
	said := map[string]int{}
	changed := map[string]string{}
	for _, recording := range readManifest(t, folder) {
		file, err := os.ReadFile(recording.path)
		require.NoError(t, err)
		for _, c := range walked(file).Chunks {
			for _, v := range views {
				if id(v.id) != c.ID {
					continue
				}
				m := wave.Metadata{BigEndian: walked(file).BigEndian, Chunks: []wave.Chunk{c}}
				m = *m.Clone()
				if v.name == "peaks" {
					v.get = func(m *wave.Metadata) any { return m.Peaks(recording.channels) }
				}
				says := v.get(&m)
				if reflect.ValueOf(says).IsZero() {
					continue
				}
				said[v.name]++
				require.NoError(t, v.set(&m, says), recording.name)
				requireSaid(t, says, v.get(&m))
				if !bytes.Equal(c.Data, m.Chunks[0].Data) {
					changed[recording.name] = v.id
				}
			}
		}
	}
	assert.Equal(t, putRight, changed)
	// As counted without this library.
	assert.Equal(t, map[string]int{
		"tags": 31, "sampler": 12, "broadcast": 8, "tracks": 8, "axml": 7, "ID3": 5, "peaks": 5, "points": 5, "iXML": 1,
		"cart": 1, "displays": 1,
	}, said)
}

func TestRegionsOfTheCorpus(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: regions are not checked against the corpus")
	}
	files := 0
	for _, recording := range readManifest(t, folder) {
		file, err := os.ReadFile(recording.path)
		require.NoError(t, err)
		m := walked(file)
		regions := m.Regions()
		if regions == nil {
			continue
		}
		files++
		before := m.Clone()
		require.NoError(t, m.SetRegions(regions), recording.name)
		assert.Equal(t, before.Chunks, m.Chunks, recording.name)
	}
	assert.Equal(t, 5, files)
}

// What other programs wrote.
func TestMetadataOfOtherPrograms(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: metadata of other programs is not checked")
	}
	read := func(name string) *wave.Metadata {
		file, err := os.ReadFile(folder + "/" + name)
		require.NoError(t, err)
		m := walked(file)
		return &m
	}

	regions := read("iluvcapra__wavinfo/tests/test_files/cue_chunks/izotoperx_cues_test.wav").Regions()
	require.Len(t, regions, 3)
	assert.Equal(t, wave.Region{
		ID: 2, Position: 5000, Length: 5000, Label: "Marker 2", Note: "Marker Comment 1", Purpose: id("rgn "),
		DataChunk: id("data"), PlayOrder: 5000,
	}, regions[1])

	cart := read("Zeugma440__atldotnet/ATL.unit-test/Resources/WAV/cart.wav").Cart()
	require.NotNil(t, cart)
	assert.Equal(t, "title", cart.Title)
	assert.Equal(t, "tagText", cart.TagText)
	assert.EqualValues(t, 32768, cart.LevelReference)

	bext := read("Zeugma440__atldotnet/ATL.unit-test/Resources/WAV/broadcastwave_bext.wav").Broadcast()
	require.NotNil(t, bext)
	assert.EqualValues(t, 2, bext.Version)
	assert.Equal(t, []int16{123, 456, 789, 333, -333}, []int16{bext.LoudnessValue, bext.LoudnessRange,
		bext.MaxTruePeakLevel, bext.MaxMomentaryLoudness, bext.MaxShortTermLoudness})
	assert.Equal(t, "A=MPEG1L3,F=22050,B=56,W=20,M=dual-mono,T=haha\r\n", bext.CodingHistory)

	sampler := read("jstrait__wavefile/test/fixtures/wave/valid/with_multiple_smpl_chunks_before_data_chunk.wav")
	assert.EqualValues(t, 15, sampler.Sampler().Loops[0].End, "the first of two")
	assert.EqualValues(t, binary.LittleEndian.Uint32([]byte("\x26\xb1\x00\x00")), sampler.Sampler().SamplePeriod)
}
