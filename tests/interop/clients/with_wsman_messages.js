// SPDX-License-Identifier: BSL-1.0
// wsman-messages of the device management toolkit, which makes the messages for Intel's AMT. It has no
// transport and reads no response. ../test_clients.py describes what is read and written.

const fs = require('node:fs')
const http = require('node:http')
const https = require('node:https')
const readline = require('node:readline')
const { WSManMessageCreator, BaseActions } = require('@device-management-toolkit/wsman-messages/WSMan.js')

const { URL: url, CLASS_URI: classUri, LOGIN: login, PASSWORD: password, CA_FILE: caFile } = process.env
const [, base, className] = /^(.*\/)([^/]*)$/.exec(classUri)
const creator = new WSManMessageCreator(base)
const agent = url.startsWith('https') ? https : http
const options = {
  method: 'POST',
  auth: `${login}:${password}`,
  ca: caFile ? fs.readFileSync(caFile) : undefined,
  headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' }
}

/** The package escapes nothing. */
const escaped = (text) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
const unescaped = (text) => text
  .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) => String.fromCodePoint(parseInt(code, hex ? 16 : 10)))
  .replace(/&(lt|gt|quot|apos);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name])
  .replace(/&amp;/g, '&')

function send (message) {
  return new Promise((resolve, reject) => {
    const request = agent.request(url, options, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part) => { body += part })
      response.on('end', () => response.statusCode === 200
        ? resolve(body)
        : reject(new Error(`${response.statusCode} ${unescaped(body)}`)))
    })
    request.on('error', reject)
    request.end(message)
  })
}

const call = (action, body, { resource, ofClass = className } = {}) => send(creator.createXml(
  creator.createHeader(action, ofClass, resource && { name: 'Name', value: escaped(resource) }), body))

// Node has no parser of XML: what these responses contain is matched by local names.
const tag = '(?:\\w+:)?'
const elements = (xml, name) => [...xml.matchAll(
  new RegExp(`<${tag}(${name})(?= |>|/)([^>]*?)(?:/>|>(.*?)</${tag}\\1>)`, 'gs'))]
const contentOf = (xml, name) => unescaped(elements(xml, name)[0]?.[3] ?? '')

function valuesOf (instance) {
  const values = {}
  for (const [, name, attributes, content] of elements(instance, '\\w+')) {
    (values[name] ??= []).push(attributes.includes('nil="true"') ? null : unescaped(content ?? ''))
  }
  return values
}

function itemOf ([, name, , content]) {
  if (name === className || name === 'XmlFragment') return valuesOf(content)
  const [instance] = elements(content, className)
  const [[, , attributes, selector]] = elements(content, 'Selector')
  const reference = / Name="Name"/.test(attributes) && [unescaped(selector)]
  return { reference, ...valuesOf(instance?.[3] ?? '') }
}

/** The package has neither filters nor modes. */
function start ({ query, mode, class: uri }) {
  const wql = 'http://schemas.microsoft.com/wbem/wsman/1/WQL'
  const content = (query ? `<w:Filter Dialect="${wql}">${escaped(query)}</w:Filter>` : '') +
    (mode ? `<w:EnumerationMode>${mode}</w:EnumerationMode>` : '')
  const body = creator.createCommonBody.Enumerate().replace(' /></Body>', `>${content}</Enumerate></Body>`)
  return call(BaseActions.ENUMERATE, body, { ofClass: uri?.substring(base.length) })
}

async function enumerate (request) {
  const items = []
  let page = await start(request)
  for (let context; (context = contentOf(page, 'EnumerationContext'));) {
    page = await call(BaseActions.PULL, creator.createCommonBody.Pull(context, request.page))
    const [found] = elements(page, 'Items')
    items.push(...elements(found[3] ?? '', `${className}|XmlFragment|EndpointReference|Item`).map(itemOf))
  }
  return items
}

async function perform (request) {
  const enumeration = BaseActions.ENUMERATE.replace('/Enumerate', '')
  switch (request.do) {
    case 'identify':
      return contentOf(await send(creator.xmlCommonPrefix + '<Header/><Body><i:Identify xmlns:i="http://' +
        'schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></Body>' + creator.xmlCommonEnd),
      'ProductVendor')
    case 'get':
      return valuesOf(elements(
        await call(BaseActions.GET, creator.createCommonBody.Get(), request), className)[0][3])
    case 'enumerate':
      return await enumerate(request)
    case 'release': {
      const context = contentOf(await start({}), 'EnumerationContext')
      const body = `<Body><Release xmlns="${enumeration}"><EnumerationContext>${context}</EnumerationContext>` +
        '</Release></Body>'
      return contentOf(await call(`${enumeration}/Release`, body), 'Body')
    }
    case 'invoke': {
      const given = Object.entries(request.arguments).map(([name, value]) => [name, escaped(value)])
      const body = creator.createBody(`${request.method}_INPUT`, className, Object.fromEntries(given))
      return contentOf(await call(`${classUri}/${request.method}`, body, request), `${request.method}_OUTPUT`)
    }
  }
}

async function main () {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const response = await perform(JSON.parse(line)).then(
      (value) => ({ value }), (error) => ({ fault: error.message }))
    console.log(JSON.stringify(response))
  }
}

main()
