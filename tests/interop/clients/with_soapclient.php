<?php
// SPDX-License-Identifier: BSL-1.0
// PHP's SoapClient, without a WSDL. ../test_clients.py describes what is read and written.

const addressing = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
const anonymous = addressing . '/role/anonymous';
const enumeration = 'http://schemas.xmlsoap.org/ws/2004/09/enumeration';
const transfer = 'http://schemas.xmlsoap.org/ws/2004/09/transfer';
const wsman = 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd';
const identity = 'http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd';
const wql = 'http://schemas.microsoft.com/wbem/wsman/1/WQL';

$class = getenv('CLASS_URI');
$client = new SoapClient(null, [
    'location' => getenv('URL'), 'uri' => $class, 'soap_version' => SOAP_1_2, 'trace' => true,
    'style' => SOAP_DOCUMENT, 'use' => SOAP_LITERAL,
    'login' => getenv('LOGIN'), 'password' => getenv('PASSWORD'),
    'stream_context' => stream_context_create(['ssl' => array_filter(['cafile' => getenv('CA_FILE')])])]);

function text(string $value, string $name, string $namespace): SoapVar {
    return new SoapVar($value, XSD_STRING, null, null, $name, $namespace);
}

function element(array $children, string $name, string $namespace): SoapVar {
    return new SoapVar($children, SOAP_ENC_OBJECT, null, null, $name, $namespace);
}

/** SoapVar has no attributes: an element with one is written as XML. */
function element_with(string $attribute, string $value, string $text, string $name): SoapVar {
    $escaped = htmlspecialchars($text, ENT_XML1 | ENT_QUOTES);
    return new SoapVar("<w:$name xmlns:w='" . wsman . "' $attribute='$value'>$escaped</w:$name>", XSD_ANYXML);
}

/** Sends a request, and returns the elements in the body of the response as SoapClient decodes them. */
function call(string $action, ?SoapVar $body, ?string $resource = null, ?string $class_uri = null): mixed {
    global $client, $class;
    $headers = [
        new SoapHeader(addressing, 'Action', $action, true),
        new SoapHeader(addressing, 'To', getenv('URL'), true),
        new SoapHeader(addressing, 'MessageID', 'uuid:' . bin2hex(random_bytes(16))),
        new SoapHeader(addressing, 'ReplyTo', new SoapVar([text(anonymous, 'Address', addressing)],
                                                          SOAP_ENC_OBJECT)),
        new SoapHeader(wsman, 'ResourceURI', $class_uri ?? $class, true)];
    if ($resource !== null) {
        $headers[] = new SoapHeader(wsman, 'SelectorSet', new SoapVar(
            [element_with('Name', 'Name', $resource, 'Selector')], SOAP_ENC_OBJECT));
    }
    return $client->__soapCall('', $body ? [$body] : [], ['soapaction' => $action], $headers);
}

/** The values of each property. */
function values_of(mixed $instance): array {
    return array_map(fn($value) => is_array($value) ? $value : [$value], (array) $instance);
}

/** SoapClient drops the attribute with the name of a selector. */
function item_of(object $item): array {
    $reference = $item->EndpointReference ?? $item;
    $selector = $reference->ReferenceParameters->SelectorSet->Selector ?? null;
    if ($selector === null) return values_of($item);
    return ['reference' => [$selector]] + values_of($item->MSCluster_Resource ?? []);
}

function start(?string $query, ?string $mode, ?string $class_uri): string {
    $options = [];
    if ($query !== null) $options[] = element_with('Dialect', wql, $query, 'Filter');
    if ($mode !== null) $options[] = text($mode, 'EnumerationMode', wsman);
    return call(enumeration . '/Enumerate', element($options, 'Enumerate', enumeration), null, $class_uri);
}

function enumerate(array $request): array {
    $context = start($request['query'], $request['mode'], $request['class']);
    $items = [];
    while ($context !== null) {
        $page = call(enumeration . '/Pull', element([
            text($context, 'EnumerationContext', enumeration),
            text((string) $request['page'], 'MaxElements', enumeration)], 'Pull', enumeration));
        // An element without content is an empty string.
        foreach ($page['Items'] ?: [] as $item) {
            array_push($items, ...array_map('item_of', is_array($item) ? $item : [$item]));
        }
        $context = $page['EnumerationContext'] ?? null;
    }
    return $items;
}

function perform(array $request): mixed {
    global $client, $class;
    switch ($request['do']) {
        case 'identify':
            return $client->__soapCall('', [element([], 'Identify', identity)])['ProductVendor'];
        case 'get':
            return values_of(call(transfer . '/Get', null, $request['resource']));
        case 'enumerate':
            return enumerate($request);
        case 'release':
            $context = text(start(null, null, null), 'EnumerationContext', enumeration);
            return call(enumeration . '/Release', element([$context], 'Release', enumeration));
        case 'invoke':
            $method = $request['method'];
            $arguments = [];
            foreach ($request['arguments'] as $name => $value) $arguments[] = text($value, $name, $class);
            return call("$class/$method", element($arguments, "{$method}_INPUT", $class), $request['resource']);
    }
}

while (($line = fgets(STDIN)) !== false) {
    try {
        $response = ['value' => perform(json_decode($line, true, flags: JSON_THROW_ON_ERROR))];
    } catch (SoapFault $fault) {
        $response = ['fault' => $fault->getMessage() . "\n" . $client->__getLastResponseHeaders() .
                                $client->__getLastResponse()];
    }
    echo json_encode($response, JSON_THROW_ON_ERROR), "\n";
}
