// An independent reader and writer of what Chancery's seal speaks, on golang.org/x/mod/sumdb: signed notes, cosignatures,
// and logs that lie in a folder as they are served. It shares no code with Chancery, and so tells whether both follow
// the same standards.
//
//	interop key NAME [cosignature]    a new key pair: the signer's line, the verifier's line
//	interop note-verify VKEY… < NOTE  who signed, and when if it is a cosignature; fails if none did, or one is wrong
//	interop note-sign SKEY [TIME] < TEXT
//	interop checkpoint DIR VKEY       audits a log that lies in a folder as it is served
//	interop log DIR N SKEY            writes one of N entries
package main

import (
	"fmt"
	"io"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/note"
)

const usage = "usage: interop key | note-verify | note-sign | checkpoint | log (see main.go)"

func newKey(args []string) error {
	if len(args) == 2 && args[1] == "cosignature" {
		return newCosigner(args[0])
	}
	if len(args) != 1 {
		return fmt.Errorf(usage)
	}
	skey, vkey, err := note.GenerateKey(nil, args[0])
	if err == nil {
		fmt.Printf("%s\n%s\n", skey, vkey)
	}
	return err
}

func verifyNote(vkeys []string) error {
	var known []note.Verifier
	for _, vkey := range vkeys {
		verifier, err := newVerifier(vkey)
		if err != nil {
			return err
		}
		known = append(known, verifier)
	}
	bytes, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	opened, err := note.Open(bytes, note.VerifierList(known...))
	if err != nil {
		return err
	}
	for _, signature := range opened.Sigs {
		fmt.Printf("%s+%08x%s\n", signature.Name, signature.Hash, timeOf(known, signature))
	}
	return nil
}

func signNote(args []string) error {
	time := uint64(0)
	var err error
	if len(args) == 2 {
		time, err = strconv.ParseUint(args[1], 10, 63)
	}
	if len(args) < 1 || len(args) > 2 || err != nil {
		return fmt.Errorf(usage)
	}
	signer, err := newSigner(args[0], time)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	if err == nil {
		_, err = os.Stdout.Write(signed)
	}
	return err
}

func run(args []string) error {
	switch {
	case len(args) >= 2 && args[0] == "key":
		return newKey(args[1:])
	case len(args) >= 2 && args[0] == "note-verify":
		return verifyNote(args[1:])
	case len(args) >= 2 && args[0] == "note-sign":
		return signNote(args[1:])
	case len(args) == 3 && args[0] == "checkpoint":
		return auditLog(args[1], args[2])
	case len(args) == 4 && args[0] == "log":
		return writeLog(args[1], args[2], args[3])
	}
	return fmt.Errorf(usage)
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "interop:", err)
		os.Exit(1)
	}
}
