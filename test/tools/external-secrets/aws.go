package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// configuration makes the AWS SDK ask the given values instead of AWS, so that all above the wire is the provider's own code.
func configuration(values map[string]string) *aws.Config {
	nobody := credentials.NewStaticCredentialsProvider("none", "none", "")
	return &aws.Config{Region: "eu-central-1", Credentials: nobody, HTTPClient: secretsManager(values)}
}

type secretsManager map[string]string

func (values secretsManager) Do(request *http.Request) (*http.Response, error) {
	var input struct{ SecretId string }
	if err := json.NewDecoder(request.Body).Decode(&input); err != nil {
		return nil, err
	}
	value, found := values[input.SecretId]
	switch target := request.Header.Get("X-Amz-Target"); {
	case target != "secretsmanager.GetSecretValue":
		return response(request, http.StatusBadRequest, map[string]string{"__type": "InvalidAction", "message": target})
	case !found:
		return response(request, http.StatusBadRequest, map[string]string{"__type": "ResourceNotFoundException", "message": input.SecretId})
	default:
		return response(request, http.StatusOK, map[string]string{"Name": input.SecretId, "SecretString": value})
	}
}

func response(request *http.Request, status int, body map[string]string) (*http.Response, error) {
	text, err := json.Marshal(body)
	return &http.Response{
		StatusCode: status, Request: request, ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/x-amz-json-1.1"}}, Body: io.NopCloser(strings.NewReader(string(text))),
	}, err
}
