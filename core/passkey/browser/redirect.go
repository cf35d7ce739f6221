package browser

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
)

// RedirectFile writes a page into the folder dir that leads a browser to the link, and
// gives its path. The browser is started with the path, so that the link stands on no
// command line, which other accounts can read. The file has mode 0600; on Windows the
// folder has to be one that only this person can read. It is removed when the ceremony
// ends. A browser in a sandbox of its own (snap, Flatpak) may not reach the folder.
//
// It returns ErrClosed when the ceremony is over, and the errors of writing a file.
func (s *Server) RedirectFile(dir string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return "", ErrClosed
	}
	pages, err := parsePages()
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp(dir, "gatehouse-passkey-*.html") // makes it with 0600
	if err != nil {
		return "", fmt.Errorf("passkey page: make the redirect file: %w", err)
	}
	s.redirects = append(s.redirects, file.Name())
	if err := s.writeRedirect(file, pages); err != nil {
		return "", fmt.Errorf("passkey page: write the redirect file: %w", err)
	}
	return file.Name(), nil
}

func (s *Server) writeRedirect(to io.WriteCloser, pages *template.Template) error {
	err := pages.ExecuteTemplate(to, redirectName, struct {
		Words Words
		Link  string
	}{s.config.Words, s.Link()})
	return errors.Join(err, to.Close())
}

// freshFolder makes a folder in another one for one redirect file alone. It is removed
// after that, which has to be made next. It returns ErrClosed when the ceremony is over.
func (s *Server) freshFolder(in string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return "", ErrClosed
	}
	dir, err := os.MkdirTemp(in, "gatehouse-passkey-") // makes it with 0700
	if err != nil {
		return "", fmt.Errorf("passkey page: make a folder for the redirect file: %w", err)
	}
	s.folders = append(s.folders, dir)
	return dir, nil
}

// removeAll removes files and empty folders. One that is gone already is no error.
func removeAll(files []string) error {
	var all error
	for _, path := range files {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			all = errors.Join(all, fmt.Errorf("passkey page: remove the redirect file: %w", err))
		}
	}
	return all
}
