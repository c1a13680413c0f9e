package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	esv1 "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	genv1alpha1 "github.com/external-secrets/external-secrets/apis/generators/v1alpha1"
	"github.com/external-secrets/external-secrets/pkg/generator/password"
)

// generated makes what a generator of the same namespace makes; a password is the only kind that this program knows.
func generated(ctx context.Context, ref *esv1.GeneratorRef, generators []json.RawMessage, namespace string) (map[string][]byte, error) {
	if ref.Kind != genv1alpha1.PasswordKind || ref.APIVersion != genv1alpha1.SchemeGroupVersion.String() {
		return nil, fmt.Errorf("%s %s is not a generator that this program knows", ref.APIVersion, ref.Kind)
	}
	for _, manifest := range generators {
		var generator genv1alpha1.Password
		decoder := json.NewDecoder(bytes.NewReader(manifest))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&generator); err != nil {
			return nil, err
		}
		if generator.Name == ref.Name && generator.Namespace == namespace {
			values, _, err := (&password.Generator{}).Generate(ctx, &apiextensions.JSON{Raw: manifest}, nil, namespace)
			return values, err
		}
	}
	return nil, fmt.Errorf("there is no %s %s/%s", ref.Kind, namespace, ref.Name)
}
