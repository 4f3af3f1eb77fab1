// SPDX-License-Identifier: BSL-1.0

// masterzen/winrm of Go: its messages and its transport. ../test_clients.py describes what is read and written.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"github.com/gofrs/uuid"
	"github.com/masterzen/simplexml/dom"
	"github.com/masterzen/winrm"
	"github.com/masterzen/winrm/soap"
)

const (
	wql       = "http://schemas.microsoft.com/wbem/wsman/1/WQL"
	identity  = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
	anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
)

var (
	classURI = os.Getenv("CLASS_URI")
	class    = dom.Namespace{Prefix: "c", Uri: classURI}
	client   *winrm.Client
	// The package's own transport, with Basic, has no other constructor that is exported.
	transport = winrm.NewClientWithProxyFunc(http.ProxyFromEnvironment)
)

// What the responses contain, by local name.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []node     `xml:",any"`
}

func (n *node) find(name string) *node {
	if n.XMLName.Local == name {
		return n
	}
	for i := range n.Children {
		if found := n.Children[i].find(name); found != nil {
			return found
		}
	}
	return nil
}

func (n *node) attr(namespace, name string) string {
	for _, one := range n.Attrs {
		if one.Name.Space == namespace && one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

type values map[string][]*string

func valuesOf(instance *node) values {
	result := values{}
	for i := range instance.Children {
		one := &instance.Children[i]
		value := &one.Text
		if one.attr(soap.NS_SCHEMA_INST, "nil") == "true" {
			value = nil
		}
		result[one.XMLName.Local] = append(result[one.XMLName.Local], value)
	}
	return result
}

func itemOf(item *node) values {
	selector := item.find("Selector")
	if selector == nil {
		return valuesOf(item)
	}
	result := values{}
	if instance := item.find("MSCluster_Resource"); instance != nil {
		result = valuesOf(instance)
	}
	if selector.attr("", "Name") == "Name" {
		result["reference"] = []*string{&selector.Text}
	}
	return result
}

type request struct {
	Do, Resource, Method string
	Class, Query, Mode   *string
	Page                 int
	Arguments            map[string]string
}

// The package does not escape contents.
func escaped(text string) string {
	var out bytes.Buffer
	xml.EscapeText(&out, []byte(text))
	return out.String()
}

func text(message *soap.SoapMessage, parent *dom.Element, namespace dom.Namespace,
	name, content string) *dom.Element {
	return message.CreateElement(parent, name, namespace).SetContent(escaped(content))
}

// A message, and its body, which is empty. The package has no other selector than ShellId: a message with
// another is made of its elements.
func messageFor(action, ofClass, resource string) (*soap.SoapMessage, *dom.Element) {
	message := soap.NewMessage()
	id := "uuid:" + uuid.Must(uuid.NewV4()).String()
	if resource == "" {
		message.Header().To(os.Getenv("URL")).ReplyTo(anonymous).MaxEnvelopeSize(153600).Id(id).
			Locale("en-US").Timeout("PT60S").Action(action).ResourceURI(ofClass).Build()
		return message, message.NewBody()
	}
	envelope := dom.CreateElement("Envelope")
	message.Doc().SetRoot(envelope)
	soap.AddUsualNamespaces(envelope)
	soap.DOM_NS_SOAP_ENV.SetTo(envelope)
	header := message.CreateElement(envelope, "Header", soap.DOM_NS_SOAP_ENV)
	text(message, header, soap.DOM_NS_ADDRESSING, "Action", action)
	text(message, header, soap.DOM_NS_ADDRESSING, "MessageID", id)
	replyTo := message.CreateElement(header, "ReplyTo", soap.DOM_NS_ADDRESSING)
	text(message, replyTo, soap.DOM_NS_ADDRESSING, "Address", anonymous)
	text(message, header, soap.DOM_NS_WSMAN_DMTF, "ResourceURI", ofClass)
	selectors := message.CreateElement(header, "SelectorSet", soap.DOM_NS_WSMAN_DMTF)
	text(message, selectors, soap.DOM_NS_WSMAN_DMTF, "Selector", resource).SetAttr("Name", "Name")
	return message, message.CreateElement(envelope, "Body", soap.DOM_NS_SOAP_ENV)
}

// Sends a message, and returns the body of the response.
func post(message *soap.SoapMessage) (*node, error) {
	response, err := transport.Post(client, message)
	if err != nil {
		return nil, err
	}
	var envelope node
	if err := xml.Unmarshal([]byte(response), &envelope); err != nil {
		return nil, err
	}
	body := envelope.find("Body")
	// The package returns a message with any status as a success.
	if body.find("Fault") != nil {
		return nil, errors.New("500 " + html.UnescapeString(response))
	}
	return body, nil
}

func start(r *request) (*node, error) {
	ofClass := classURI
	if r.Class != nil {
		ofClass = *r.Class
	}
	message, body := messageFor(soap.NS_ENUM+"/Enumerate", ofClass, "")
	enumerate := message.CreateElement(body, "Enumerate", soap.DOM_NS_ENUM)
	if r.Query != nil {
		text(message, enumerate, soap.DOM_NS_WSMAN_DMTF, "Filter", *r.Query).SetAttr("Dialect", wql)
	}
	if r.Mode != nil {
		text(message, enumerate, soap.DOM_NS_WSMAN_DMTF, "EnumerationMode", *r.Mode)
	}
	return post(message)
}

func enumerate(r *request) (interface{}, error) {
	items := []values{}
	page, err := start(r)
	for err == nil {
		context := page.find("EnumerationContext")
		if context == nil {
			return items, nil
		}
		message, body := messageFor(soap.NS_ENUM+"/Pull", classURI, "")
		pull := message.CreateElement(body, "Pull", soap.DOM_NS_ENUM)
		text(message, pull, soap.DOM_NS_ENUM, "EnumerationContext", context.Text)
		text(message, pull, soap.DOM_NS_ENUM, "MaxElements", strconv.Itoa(r.Page))
		if page, err = post(message); err == nil {
			found := page.find("Items").Children
			for i := range found {
				items = append(items, itemOf(&found[i]))
			}
		}
	}
	return nil, err
}

func release() (interface{}, error) {
	page, err := start(&request{})
	if err != nil {
		return nil, err
	}
	message, body := messageFor(soap.NS_ENUM+"/Release", classURI, "")
	element := message.CreateElement(body, "Release", soap.DOM_NS_ENUM)
	text(message, element, soap.DOM_NS_ENUM, "EnumerationContext", page.find("EnumerationContext").Text)
	response, err := post(message)
	if err != nil {
		return nil, err
	}
	return response.Children, nil
}

func identify() (interface{}, error) {
	message := soap.NewMessage()
	message.Header().Build()
	message.CreateBodyElement("Identify", dom.Namespace{Prefix: "i", Uri: identity})
	response, err := post(message)
	if err != nil {
		return nil, err
	}
	return response.find("ProductVendor").Text, nil
}

func get(r *request) (interface{}, error) {
	message, _ := messageFor(soap.NS_TRANSFER+"/Get", classURI, r.Resource)
	response, err := post(message)
	if err != nil {
		return nil, err
	}
	return valuesOf(&response.Children[0]), nil
}

func invoke(r *request) (interface{}, error) {
	message, body := messageFor(classURI+"/"+r.Method, classURI, r.Resource)
	input := message.CreateElement(body, r.Method+"_INPUT", class)
	for name, value := range r.Arguments {
		text(message, input, class, name, value)
	}
	response, err := post(message)
	if err != nil {
		return nil, err
	}
	return valuesOf(response.find(r.Method + "_OUTPUT")), nil
}

func perform(r *request) (interface{}, error) {
	switch r.Do {
	case "identify":
		return identify()
	case "get":
		return get(r)
	case "enumerate":
		return enumerate(r)
	case "release":
		return release()
	case "invoke":
		return invoke(r)
	}
	return nil, errors.New("no such request: " + r.Do)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	address, err := url.Parse(os.Getenv("URL"))
	check(err)
	port, err := strconv.Atoi(address.Port())
	check(err)
	var authorities []byte
	if file := os.Getenv("CA_FILE"); file != "" {
		authorities, err = os.ReadFile(file)
		check(err)
	}
	parameters := winrm.NewParameters("PT60S", "en-US", 153600)
	parameters.TransportDecorator = func() winrm.Transporter { return transport }
	endpoint := winrm.NewEndpoint(address.Hostname(), port, address.Scheme == "https", false, authorities,
		nil, nil, 0)
	client, err = winrm.NewClientWithParameters(endpoint, os.Getenv("LOGIN"), os.Getenv("PASSWORD"), parameters)
	check(err)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var r request
		check(json.Unmarshal(lines.Bytes(), &r))
		value, err := perform(&r)
		response := map[string]interface{}{"value": value}
		if err != nil {
			response = map[string]interface{}{"fault": err.Error()}
		}
		line, err := json.Marshal(response)
		check(err)
		fmt.Println(string(line))
	}
}
