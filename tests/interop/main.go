// Another program's view of our log: Go's own implementation of notes and transparency logs (golang.org/x/mod/sumdb).
//
//	interop read URL LOG-KEY OFFICE-KEY     checks checkpoint, tiles, entries, inclusion and consistency of a live log
//	interop write LEAF ENTRIES KEY-FILE     makes a log of ENTRIES entries around LEAF, signed with a key of its own;
//	                                        prints the proof of it, and writes the public key to KEY-FILE
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// The path of a tile as C2SP tlog-tiles has it: Go's own has the height in it, and "data" for entries.
func path(tile tlog.Tile) string {
	return strings.Replace(strings.Replace(tile.Path(), "tile/8/", "tile/", 1), "tile/data/", "tile/entries/", 1)
}

type remote string

func (url remote) fetch(path string) ([]byte, error) {
	response, err := http.Get(string(url) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

func (url remote) Height() int                         { return height }
func (url remote) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (url remote) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := url.fetch(path(tile))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func open(bytes []byte, key string) *note.Note {
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(bytes, note.VerifierList(verifier))
	check(err)
	return opened
}

func parse(text string) (string, tlog.Tree) {
	lines := strings.Split(text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	hash, err := tlog.ParseHash(lines[2])
	check(err)
	return lines[0], tlog.Tree{N: size, Hash: hash}
}

func entries(url remote, tree tlog.Tree) [][]byte {
	var all [][]byte
	for index := int64(0); index<<height < tree.N; index++ {
		width := tree.N - index<<height
		if width > 1<<height {
			width = 1 << height
		}
		data, err := url.fetch(path(tlog.Tile{H: height, L: -1, N: index, W: int(width)}))
		check(err)
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

func read(url remote, logKey, officeKey string) {
	checkpoint, err := url.fetch("checkpoint")
	check(err)
	origin, tree := parse(open(checkpoint, logKey).Text)
	if !strings.HasPrefix(logKey, origin+"+") {
		log.Fatalf("the log is called %s", origin)
	}
	hashes := tlog.TileHashReader(tree, url)
	all := entries(url, tree)
	if int64(len(all)) != tree.N {
		log.Fatalf("%d entries of %d", len(all), tree.N)
	}
	for i, entry := range all {
		open(entry, officeKey)
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)))
	}
	for old := int64(1); old <= tree.N; old += 1 + old/7 {
		hash, err := tlog.TreeHash(old, hashes)
		check(err)
		proof, err := tlog.ProveTree(tree.N, old, hashes)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, old, hash))
	}
	fmt.Println(tree.N)
}

func write(leaf []byte, count int64, keyFile, name string) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	place := count / 3
	for i := int64(0); i < count; i++ {
		entry := []byte(fmt.Sprintf("entry %d\n", i))
		if i == place {
			entry = leaf
		}
		hashes, err := tlog.StoredHashes(i, entry, reader)
		check(err)
		stored = append(stored, hashes...)
	}
	hash, err := tlog.TreeHash(count, reader)
	check(err)
	secret, public, err := note.GenerateKey(rand.Reader, name)
	check(err)
	signer, err := note.NewSigner(secret)
	check(err)
	checkpoint, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", name, count, hash)}, signer)
	check(err)
	proof, err := tlog.ProveRecord(count, place, reader)
	check(err)
	check(os.WriteFile(keyFile, []byte(public), 0o600))
	var out bytes.Buffer
	fmt.Fprintf(&out, "c2sp.org/tlog-proof@v1\nextra %s\nindex %d\n", base64.StdEncoding.EncodeToString(leaf), place)
	for _, hash := range proof {
		fmt.Fprintln(&out, hash)
	}
	fmt.Fprintf(&out, "\n%s", checkpoint)
	os.Stdout.Write(out.Bytes())
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 5 && os.Args[1] == "read" {
		read(remote(os.Args[2]), os.Args[3], os.Args[4])
		return
	}
	if len(os.Args) == 6 && os.Args[1] == "write" {
		leaf, err := os.ReadFile(os.Args[2])
		check(err)
		count, err := strconv.ParseInt(os.Args[3], 10, 64)
		check(err)
		write(leaf, count, os.Args[4], os.Args[5])
		return
	}
	log.Fatal("interop read URL LOG-KEY OFFICE-KEY | interop write LEAF ENTRIES KEY-FILE LOG-NAME")
}
