package main

// What anybody can check of a log who has its key and its files.

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder is a tlog.TileReader of a log's files.
type folder string

func (dir folder) Height() int { return height }

func (dir folder) SaveTiles([]tlog.Tile, [][]byte) {}

// readTile takes a full tile's beginning where a partial one is not kept any more.
func (dir folder) readTile(tile tlog.Tile) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(string(dir), tilePath(tile)))
	if os.IsNotExist(err) && tile.W < width {
		full := tile
		full.W = width
		if data, err = os.ReadFile(filepath.Join(string(dir), tilePath(full))); err == nil && len(data) == width*tlog.HashSize {
			data = data[:tile.W*tlog.HashSize]
		}
	}
	if err == nil && len(data) != tile.W*tlog.HashSize {
		err = fmt.Errorf("%s: %d bytes", tilePath(tile), len(data))
	}
	return data, err
}

func (dir folder) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range tiles {
		one, err := dir.readTile(tile)
		if err != nil {
			return nil, err
		}
		data = append(data, one)
	}
	return data, nil
}

// leaves reads all leaf hashes through x/mod, which checks every tile on the way up to the root.
func leaves(dir folder, head checkpoint) ([]tlog.Hash, error) {
	indexes := make([]int64, head.N)
	for n := range indexes {
		indexes[n] = tlog.StoredHashIndex(0, int64(n))
	}
	return tlog.TileHashReader(head.Tree, dir).ReadHashes(indexes)
}

// rebuild hashes the tree anew from its leaves, and compares its root.
func rebuild(dir folder, head checkpoint) (h hashes, err error) {
	var all []tlog.Hash
	if head.N > 0 {
		if all, err = leaves(dir, head); err != nil {
			return nil, err
		}
	}
	for n, leaf := range all {
		if err := h.add(int64(n), leaf); err != nil {
			return nil, err
		}
	}
	hash, err := root(head.N, h)
	if err == nil && hash != head.Hash {
		err = fmt.Errorf("the tree's root is %s, the checkpoint's %s", hash, head.Hash)
	}
	return h, err
}

// readBundle takes a bundle apart into as many entries as its tile is wide.
func readBundle(data []byte, tile tlog.Tile) (entries [][]byte, err error) {
	for len(data) >= 2 {
		length := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+length {
			break
		}
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	if len(data) > 0 || len(entries) != tile.W {
		err = fmt.Errorf("%s is no bundle of %d entries", tilePath(tile), tile.W)
	}
	return entries, err
}

// checkEntries proves each of a bundle's entries to be in the tree, and returns how many there are.
func checkEntries(data []byte, tile tlog.Tile, head checkpoint, h hashes) (int, error) {
	entries, err := readBundle(data, tile)
	if err != nil {
		return 0, err
	}
	for i, entry := range entries {
		n := tile.N*width + int64(i)
		proof, err := tlog.ProveRecord(head.N, n, h)
		if err == nil {
			err = tlog.CheckRecord(proof, head.N, head.Hash, n, tlog.RecordHash(entry))
		}
		if err != nil {
			return 0, fmt.Errorf("entry %d: %w", n, err)
		}
	}
	return len(entries), nil
}

// checkFile looks at one file below tile/, partial ones of whatever size too.
func checkFile(dir, name string, head checkpoint, h hashes) (entries int, err error) {
	tile, err := parseTilePath(name)
	if err != nil {
		return 0, err
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return 0, err
	}
	level := tile.L
	if level < 0 {
		level = 0
	}
	if tile.N*width+int64(tile.W) > head.N>>(height*level) {
		return 0, fmt.Errorf("%s is beyond the checkpoint", name)
	}
	if tile.L < 0 {
		return checkEntries(data, tile, head, h)
	}
	expected, err := tlog.ReadTileData(tile, h)
	if err == nil && !bytes.Equal(data, expected) {
		err = fmt.Errorf("%s holds other hashes than the tree", name)
	}
	return 0, err
}

type tally struct{ tiles, bundles int }

// checkFiles looks at all files below tile/; every entry must stand in a bundle.
func checkFiles(dir string, head checkpoint, h hashes) (t tally, err error) {
	top := filepath.Join(dir, "tile")
	if _, err := os.Stat(top); os.IsNotExist(err) && head.N == 0 {
		return t, nil
	}
	err = filepath.WalkDir(top, func(path string, item fs.DirEntry, err error) error {
		if err != nil || item.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		entries, err := checkFile(dir, filepath.ToSlash(name), head, h)
		if entries > 0 {
			t.bundles++
		} else {
			t.tiles++
		}
		return err
	})
	if err == nil {
		err = checkBundlesOf(dir, head)
	}
	return t, err
}

// checkBundlesOf asks for the bundles that a log of this size must serve.
func checkBundlesOf(dir string, head checkpoint) error {
	for n := int64(0); n*width < head.N; n++ {
		tile := tlog.Tile{H: height, L: -1, N: n, W: width}
		if rest := head.N - n*width; rest < width {
			tile.W = int(rest)
		}
		if _, err := os.Stat(filepath.Join(dir, tilePath(tile))); err != nil {
			return err
		}
	}
	return nil
}

// checkOld proves that an older checkpoint's tree is the beginning of the newest.
func checkOld(file string, verifier note.Verifier, head checkpoint, h hashes) error {
	old, err := openCheckpoint(file, verifier)
	if err != nil {
		return err
	}
	if old.origin != head.origin || old.N > head.N {
		return fmt.Errorf("%s is of another log, or beyond the newest", file)
	}
	if old.N == 0 {
		if hash, _ := root(0, nil); hash != old.Hash {
			return fmt.Errorf("%s: the empty tree has another root", file)
		}
		return nil
	}
	proof, err := tlog.ProveTree(head.N, old.N, h)
	if err == nil {
		err = tlog.CheckTree(proof, head.N, head.Hash, old.N, old.Hash)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return err
}

func auditLog(dir, vkey string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	head, err := openCheckpoint(filepath.Join(dir, "checkpoint"), verifier)
	if err != nil {
		return err
	}
	h, err := rebuild(folder(dir), head)
	if err != nil {
		return err
	}
	t, err := checkFiles(dir, head, h)
	if err != nil {
		return err
	}
	olds, err := filepath.Glob(filepath.Join(dir, "checkpoint.*"))
	for _, file := range olds {
		if err == nil {
			err = checkOld(file, verifier, head, h)
		}
	}
	if err == nil {
		fmt.Printf("%s: %d entries, %d tiles, %d bundles, %d kept checkpoints\n", head.origin, head.N, t.tiles, t.bundles, len(olds))
	}
	return err
}
