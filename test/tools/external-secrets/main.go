// What External Secrets would write into Secrets, from its own code: the AWS provider reads the values, the template engine
// renders them, and the generator of passwords makes what is made in the cluster. On standard input a list of ExternalSecrets
// with the values that Secrets Manager holds, by name, and with the generators; on standard output the data of each Secret, or
// the error.
//
// What stands here and not in the packages of External Secrets follows its controller, which links every provider there is:
// GetProviderSecretData and ApplyTemplate in pkg/controllers/externalsecret.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	ctrl "sigs.k8s.io/controller-runtime"

	esv1 "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	"github.com/external-secrets/external-secrets/pkg/controllers/templating"
	"github.com/external-secrets/external-secrets/pkg/esutils"
	"github.com/external-secrets/external-secrets/pkg/provider/aws/secretsmanager"
	"github.com/external-secrets/external-secrets/pkg/template"
)

type question struct {
	Manifest   json.RawMessage   `json:"manifest"`
	Values     map[string]string `json:"values"`
	Generators []json.RawMessage `json:"generators"`
}

type answer struct {
	Data  map[string]string `json:"data,omitempty"`
	Error string            `json:"error,omitempty"`
}

func main() {
	ctrl.SetLogger(logr.Discard())
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := make([]answer, len(questions))
	for i, one := range questions {
		data, err := rendered(context.Background(), one)
		if err != nil {
			answers[i].Error = err.Error()
			continue
		}
		answers[i].Data = make(map[string]string, len(data))
		for key, value := range data {
			answers[i].Data[key] = string(value)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func rendered(ctx context.Context, one question) (map[string][]byte, error) {
	var external esv1.ExternalSecret
	decoder := json.NewDecoder(bytes.NewReader(one.Manifest))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&external); err != nil {
		return nil, err
	}
	store, err := secretsmanager.New(ctx, configuration(one.Values), nil, "", false, nil, external.Namespace)
	if err != nil {
		return nil, err
	}
	values, err := fetched(ctx, store, external, one.Generators)
	if err != nil {
		return nil, err
	}
	return applied(external.Spec.Target.Template, values)
}

func fetched(ctx context.Context, store esv1.SecretsClient, external esv1.ExternalSecret, generators []json.RawMessage) (map[string][]byte, error) {
	values := make(map[string][]byte)
	for i, source := range external.Spec.DataFrom {
		if ref := source.SourceRef; ref != nil && ref.GeneratorRef != nil && source.Extract == nil && source.Find == nil && source.Rewrite == nil {
			made, err := generated(ctx, ref.GeneratorRef, generators, external.Namespace)
			if err != nil {
				return nil, fmt.Errorf("spec.dataFrom[%d]: %w", i, err)
			}
			maps.Copy(values, made)
			continue
		}
		if source.Extract == nil || source.Rewrite != nil {
			return nil, fmt.Errorf("spec.dataFrom[%d] is neither a plain extract nor a generator, which is all that this program knows", i)
		}
		all, err := store.GetSecretMap(ctx, *source.Extract)
		if err != nil {
			return nil, err
		}
		if all, err = esutils.ConvertKeys(source.Extract.ConversionStrategy, all); err != nil {
			return nil, err
		}
		if all, err = esutils.DecodeMap(source.Extract.DecodingStrategy, all); err != nil {
			return nil, err
		}
		maps.Copy(values, all)
	}
	for i, one := range external.Spec.Data {
		value, err := store.GetSecret(ctx, one.RemoteRef)
		if err == nil {
			value, err = esutils.Decode(one.RemoteRef.DecodingStrategy, value)
		}
		if err != nil {
			return nil, fmt.Errorf("error processing spec.data[%d] (key: %s), err: %w", i, one.RemoteRef.Key, err)
		}
		values[one.SecretKey] = value
	}
	return values, nil
}

func applied(source *esv1.ExternalSecretTemplate, values map[string][]byte) (map[string][]byte, error) {
	if source == nil {
		return values, nil
	}
	if len(source.TemplateFrom) > 0 {
		return nil, fmt.Errorf("spec.target.template.templateFrom is not known to this program")
	}
	secret := &corev1.Secret{Data: make(map[string][]byte)}
	if source.MergePolicy == esv1.MergePolicyMerge || len(source.Data) == 0 {
		maps.Copy(secret.Data, values)
	}
	version := source.EngineVersion
	if version == "" {
		// The API server sets it; see the definition of the resource.
		version = esv1.TemplateEngineV2
	}
	execute, err := template.EngineForVersion(version)
	if err != nil {
		return nil, err
	}
	parser := templating.Parser{TargetSecret: secret, DataMap: values, Exec: execute}
	err = parser.MergeMap(source.Data, esv1.TemplateTargetData)
	return secret.Data, err
}
