# SPDX-License-Identifier: BSL-1.0
# SOAP::Lite of Perl. ../test_clients.py describes what is read and written.
use strict;
use warnings;
use JSON::PP;
use SOAP::Lite;

my $addressing = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
my $enumeration = 'http://schemas.xmlsoap.org/ws/2004/09/enumeration';
my $transfer = 'http://schemas.xmlsoap.org/ws/2004/09/transfer';
my $wsman = 'http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd';
my $identity = 'http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd';
my $wql = 'http://schemas.microsoft.com/wbem/wsman/1/WQL';
my $class = $ENV{CLASS_URI};
# Its own code warns of each element that only holds others.
$SIG{__WARN__} = sub { warn @_ if $_[0] !~ m{SOAP/Lite\.pm} };

{
    no warnings 'once';
    *SOAP::Transport::HTTP::Client::get_basic_credentials = sub { @ENV{'LOGIN', 'PASSWORD'} };
}
my $soap = SOAP::Lite->soapversion('1.2')->autotype(0)->on_fault(sub { });
$soap->proxy($ENV{URL});
$soap->transport->ssl_opts(SSL_ca_file => $ENV{CA_FILE}) if $ENV{CA_FILE};
$soap->serializer->register_ns(@$_)
    for [$addressing, 'a'], [$enumeration, 'n'], [$wsman, 'w'], [$identity, 'i'], [$class, 'p'];

# An element; a value that is an array holds its children. A text without a type is not escaped, or is sent in
# base64 if it is not ASCII.
sub element {
    my ($name, $value, %attributes) = @_;
    my $element = SOAP::Data->name($name)->attr(\%attributes);
    return ref $value ? $element->value(\SOAP::Data->value(@$value)) : $element->type('string')->value($value);
}

sub header {
    my ($name, $value) = @_;
    my $header = SOAP::Header->name($name)->mustUnderstand(1);
    return ref $value ? $header->value(\$value) : $header->type('string')->value($value);
}

# Sends a request: the element in its body, with its children, or undef. Returns the response.
sub call {
    my ($action, $name, $children, %of) = @_;
    my @headers = !$action ? () : (
        header('a:Action', $action),
        header('a:To', $ENV{URL}),
        header('a:MessageID', join '-', 'uuid:', map { sprintf '%08X', rand 0xffffffff } 1 .. 4),
        header('a:ReplyTo', element('a:Address', "$addressing/role/anonymous")),
        header('w:ResourceURI', $of{class} // $class),
        defined $of{resource}
            ? header('w:SelectorSet', element('w:Selector', $of{resource}, Name => 'Name')) : ());
    my $response = $soap->on_action(sub { $action // '' })
        ->call($name ? SOAP::Data->name($name) : undef, @{$children // []}, @headers);
    my $status = $soap->transport->status;
    die "$status\n" if !ref $response || !$response->match('/Envelope/Body');
    if ($response->match('/Envelope/Body/Fault')) {
        my $fault = $response->dataof('//WSManFault');
        my @shown = ($response->valueof('//Reason/Text'), $response->valueof('//ParameterInfo'));
        die join(' ', $status, map({ $_ // () } @shown), $fault ? $fault->attr->{Code} : ()), "\n";
    }
    return $response;
}

# The values of each property of the element at a path.
sub values_of {
    my ($response, $path) = @_;
    my %values;
    push @{$values{$_->name}}, $_->value for $response->dataof("$path/[>0]");
    return \%values;
}

sub item_of {
    my ($response, $path) = @_;
    my $selector = $response->dataof("$path//Selector") or return values_of($response, $path);
    die 'no selector Name' if $selector->attr->{Name} ne 'Name';
    return {reference => [$selector->value], %{values_of($response, "$path/MSCluster_Resource")}};
}

sub start {
    my ($request) = @_;
    my @options;
    push @options, element('w:Filter', $request->{query}, Dialect => $wql) if defined $request->{query};
    push @options, element('w:EnumerationMode', $request->{mode}) if defined $request->{mode};
    return call("$enumeration/Enumerate", 'n:Enumerate', \@options, class => $request->{class});
}

sub context { return shift->valueof('//EnumerationContext') }

sub enumerate {
    my ($request) = @_;
    my @items;
    my $context = context(start($request));
    while (defined $context) {
        my $page = call("$enumeration/Pull", 'n:Pull', [element('n:EnumerationContext', $context),
                                                       element('n:MaxElements', $request->{page})]);
        my @found = $page->dataof('//Items/[>0]');
        push @items, item_of($page, "//Items/[$_]") for 1 .. @found;
        $context = context($page);
    }
    return \@items;
}

my %perform = (
    identify => sub { call(undef, 'i:Identify')->valueof('//ProductVendor') },
    get => sub { values_of(call("$transfer/Get", undef, undef, %{$_[0]}), '/Envelope/Body/[1]') },
    enumerate => \&enumerate,
    release => sub {
        my $context = element('n:EnumerationContext', context(start({})));
        call("$enumeration/Release", 'n:Release', [$context])->valueof('/Envelope/Body/[1]');
    },
    invoke => sub {
        my ($request) = @_;
        my $arguments = $request->{arguments};
        my @given = map { element("p:$_", $arguments->{$_}) } keys %$arguments;
        my $response = call("$class/$request->{method}", "p:$request->{method}_INPUT", \@given,
                            resource => $request->{resource});
        values_of($response, '/Envelope/Body/[1]');
    },
);

my $json = JSON::PP->new->utf8;
$| = 1;
while (my $line = <STDIN>) {
    my $request = $json->decode($line);
    my $value = eval { $perform{$request->{do}}->($request) };
    print $json->encode($@ ? {fault => "$@"} : {value => $value}), "\n";
}
