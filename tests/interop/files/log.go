package main

// A log as C2SP tlog-tiles lays it out, in a folder: its hashes in memory, its tiles and bundles as files.

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// hashes are a tree's in the order in which x/mod stores them; a tlog.HashReader.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(h)) {
			return nil, fmt.Errorf("hash %d is not in the tree", index)
		}
		found[i] = h[index]
	}
	return found, nil
}

func (h *hashes) add(n int64, leaf tlog.Hash) error {
	stored, err := tlog.StoredHashesForRecordHash(n, leaf, *h)
	*h = append(*h, stored...)
	return err
}

// root is that of RFC 6962, whose empty tree is not x/mod's.
func root(size int64, reader tlog.HashReader) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, reader)
}

// tilePath is the tile's path below the log: x/mod has the height in it, and "data" for entries.
func tilePath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

func parseTilePath(path string) (tlog.Tile, error) {
	rest := strings.Replace(strings.TrimPrefix(path, "tile/"), "entries/", "data/", 1)
	tile, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", height, rest))
	if err == nil && tilePath(tile) != path {
		err = fmt.Errorf("malformed tile path %q", path)
	}
	return tile, err
}

// checkpoint is the head of a log (C2SP tlog-checkpoint).
type checkpoint struct {
	origin string
	tlog.Tree
}

func (c checkpoint) String() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.origin, c.N, c.Hash)
}

// openCheckpoint reads strictly: what it read, written again, begins the text.
func openCheckpoint(file string, verifier note.Verifier) (c checkpoint, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return c, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return c, fmt.Errorf("%s: %w", file, err)
	}
	lines := strings.SplitN(opened.Text, "\n", 4)
	if len(lines) < 4 || lines[0] == "" {
		return c, fmt.Errorf("%s is no checkpoint", file)
	}
	c.origin = lines[0]
	if c.N, err = strconv.ParseInt(lines[1], 10, 64); err == nil {
		c.Hash, err = tlog.ParseHash(lines[2])
	}
	if err == nil && (c.N < 0 || !strings.HasPrefix(opened.Text, c.String())) {
		err = fmt.Errorf("%s is no checkpoint", file)
	}
	return c, err
}

// ---- Writing ----

// entry n: of no byte, of a few, of as many as there may be.
func entry(n int64) []byte {
	switch n % 100 {
	case 7:
		return nil
	case 8:
		return bytes.Repeat([]byte{byte(n)}, 65535)
	}
	return []byte(fmt.Sprintf("entry %d\n", n))
}

func bundle(tile tlog.Tile) []byte {
	var all []byte
	for n := tile.N * width; n < tile.N*width+int64(tile.W); n++ {
		data := entry(n)
		all = append(binary.BigEndian.AppendUint16(all, uint16(len(data))), data...)
	}
	return all
}

func writeFile(dir, name string, data []byte) error {
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

func writeTile(dir string, tile tlog.Tile, h hashes) error {
	data, err := tlog.ReadTileData(tile, h)
	if err == nil {
		err = writeFile(dir, tilePath(tile), data)
	}
	if err == nil && tile.L == 0 {
		tile.L = -1
		err = writeFile(dir, tilePath(tile), bundle(tile))
	}
	return err
}

// writeTiles writes what is new in a tree of size: the full tiles, and the partial ones that belong to this size.
func writeTiles(dir string, old, size int64, h hashes) error {
	for _, tile := range tlog.NewTiles(height, old, size) {
		ofSize := int64(tile.W) == size>>(height*tile.L)%width
		if tile.W < width && !ofSize {
			continue
		}
		if err := writeTile(dir, tile, h); err != nil {
			return err
		}
	}
	return nil
}

func writeCheckpoint(dir string, size int64, h hashes, signer note.Signer) error {
	hash, err := root(size, h)
	if err != nil {
		return err
	}
	head := checkpoint{signer.Name(), tlog.Tree{N: size, Hash: hash}}
	signed, err := note.Sign(&note.Note{Text: head.String()}, signer)
	if err == nil {
		err = writeFile(dir, fmt.Sprintf("checkpoint.%d", size), signed)
	}
	if err == nil {
		err = writeFile(dir, "checkpoint", signed)
	}
	return err
}

// isHead tells the sizes at which the log shows a checkpoint: small ones, those about full tiles, and here and there.
func isHead(size, last int64) bool {
	return size <= 9 || size%width <= 1 || size%width == width-1 || size%97 == 0 || size == last
}

func writeLog(dir, count, skey string) error {
	n, err := strconv.ParseInt(count, 10, 32)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	var h hashes
	old := int64(0)
	for size := int64(0); size <= n && err == nil; size++ {
		if size > 0 {
			err = h.add(size-1, tlog.RecordHash(entry(size-1)))
		}
		if err == nil && isHead(size, n) {
			if err = writeTiles(dir, old, size, h); err == nil {
				err = writeCheckpoint(dir, size, h, signer)
			}
			old = size
		}
	}
	return err
}
