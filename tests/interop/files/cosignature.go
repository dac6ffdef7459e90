package main

// Witnesses' keys and signatures (C2SP tlog-cosignature, the Ed25519 type), which x/mod does not know.

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

const (
	typeCosignature = 4
	timeSize        = 8
	privatePrefix   = "PRIVATE+KEY+"
)

type cosigner struct {
	name   string
	hash   uint32
	public ed25519.PublicKey
	secret ed25519.PrivateKey // nil in one who only verifies
	time   uint64
}

func cosignerOf(name string, public ed25519.PublicKey) *cosigner {
	digest := sha256.Sum256(append([]byte(name+"\n\x04"), public...))
	return &cosigner{name: name, hash: binary.BigEndian.Uint32(digest[:]), public: public}
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func message(time uint64, text []byte) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), text...)
}

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != timeSize+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	return time < 1<<63 && ed25519.Verify(c.public, message(time, text), signature[timeSize:])
}

func (c *cosigner) Sign(text []byte) ([]byte, error) {
	signature := binary.BigEndian.AppendUint64(nil, c.time)
	return append(signature, ed25519.Sign(c.secret, message(c.time, text))...), nil
}

func (c *cosigner) line(key []byte) string {
	return fmt.Sprintf("%s+%08x+%s", c.name, c.hash,
		base64.StdEncoding.EncodeToString(append([]byte{typeCosignature}, key...)))
}

// splitKey takes name, hash and key apart; ok only if the key is a witness's.
func splitKey(line string) (name, hash string, key []byte, ok bool) {
	parts := strings.SplitN(line, "+", 3)
	if len(parts) != 3 {
		return
	}
	all, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(all) != 1+ed25519.PublicKeySize || all[0] != typeCosignature {
		return
	}
	return parts[0], parts[1], all[1:], true
}

func newCosigner(name string) error {
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	if err == nil {
		c := cosignerOf(name, public)
		fmt.Printf("%s%s\n%s\n", privatePrefix, c.line(secret.Seed()), c.line(public))
	}
	return err
}

func newVerifier(vkey string) (note.Verifier, error) {
	name, hash, key, ok := splitKey(vkey)
	if !ok {
		return note.NewVerifier(vkey)
	}
	c := cosignerOf(name, key)
	if hash != fmt.Sprintf("%08x", c.hash) {
		return nil, fmt.Errorf("the hash of %s is not that of its key", name)
	}
	return c, nil
}

func newSigner(skey string, time uint64) (note.Signer, error) {
	name, hash, seed, ok := splitKey(strings.TrimPrefix(skey, privatePrefix))
	if !ok {
		return note.NewSigner(skey)
	}
	secret := ed25519.NewKeyFromSeed(seed)
	c := cosignerOf(name, secret.Public().(ed25519.PublicKey))
	if hash != fmt.Sprintf("%08x", c.hash) {
		return nil, fmt.Errorf("the hash of %s is not that of its key", name)
	}
	c.secret, c.time = secret, time
	return c, nil
}

// timeOf is " TIME" if the signature is a witness's, else nothing.
func timeOf(known []note.Verifier, signature note.Signature) string {
	for _, verifier := range known {
		c, ok := verifier.(*cosigner)
		if !ok || c.name != signature.Name || c.hash != signature.Hash {
			continue
		}
		all, err := base64.StdEncoding.DecodeString(signature.Base64)
		if err == nil && bytes.HasPrefix(all, binary.BigEndian.AppendUint32(nil, c.hash)) {
			return " " + strconv.FormatUint(binary.BigEndian.Uint64(all[4:]), 10)
		}
	}
	return ""
}
