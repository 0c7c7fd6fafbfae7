{ A card in a PC/SC reader, for DinhDanh: winscard.dll on Windows, libpcsclite elsewhere. One thread at a time. }
unit DinhDanhPcsc;

{$IFDEF FPC}
  {$MODE DELPHI}
{$ENDIF}

interface

uses
  SysUtils, DinhDanh;

type
{$IFDEF MSWINDOWS}
  { Windows: numbers have 32 bits, handles the size of a pointer. }
  TPcscNumber = Cardinal;
  TPcscStatus = Integer;
{$ELSE}
  { Linux: both are C's `long`. }
  TPcscNumber = NativeUInt;
  TPcscStatus = NativeInt;
{$ENDIF}
  TPcscHandle = NativeUInt;

  TPcscTransport = class(TCardTransport)
  private
    FContext, FCard: TPcscHandle;
    FProtocol: TPcscNumber;
    FConnected: Boolean;
    FAnswer: array[0..DD_ANSWER_BYTES - 1] of Byte;
  public
    { Connects with the card in a reader of this name; ETransport where there is none. }
    constructor Create(const Reader: UTF8String);
    destructor Destroy; override;
    function Transceive(const Command: TBytes): TBytes; override;
  end;

implementation

const
{$IFDEF MSWINDOWS}
  PCSC = 'winscard.dll';
  CONNECT = 'SCardConnectA';
{$ELSE}
  PCSC = 'libpcsclite.so.1';
  CONNECT = 'SCardConnect';
{$ENDIF}
  { Part 5 of the standard; the same numbers on every system. }
  SCOPE_SYSTEM = 2;
  SHARE_SHARED = 2;
  ANY_PROTOCOL = 3;
  LEAVE_CARD = 0;
  RESET_CARD = 1;

type
  TRequest = record
    Protocol, Length: TPcscNumber;
  end;

function SCardEstablishContext(Scope: TPcscNumber; Reserved1, Reserved2: Pointer; out Context: TPcscHandle): TPcscStatus;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC;
function SCardReleaseContext(Context: TPcscHandle): TPcscStatus;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC;
function SCardConnect(Context: TPcscHandle; Reader: PAnsiChar; Mode, Protocols: TPcscNumber; out Card: TPcscHandle;
  out Protocol: TPcscNumber): TPcscStatus; {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC name CONNECT;
function SCardBeginTransaction(Card: TPcscHandle): TPcscStatus;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC;
function SCardEndTransaction(Card: TPcscHandle; Disposition: TPcscNumber): TPcscStatus;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC;
function SCardDisconnect(Card: TPcscHandle; Disposition: TPcscNumber): TPcscStatus;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC;
function SCardTransmit(Card: TPcscHandle; var Head: TRequest; Command: PByte; CommandLen: TPcscNumber;
  AnswerHead: Pointer; Answer: PByte; var AnswerLen: TPcscNumber): TPcscStatus;
  {$IFDEF MSWINDOWS}stdcall{$ELSE}cdecl{$ENDIF}; external PCSC;

procedure Check(Status: TPcscStatus);
begin
  case Cardinal(Status) of
    0: Exit;
    { Removed, reset, no card, unknown reader, reader gone. }
    $80100069, $80100068, $8010000C, $80100009, $80100017: raise ETransport.Create(tfCardRemoved);
    $8010000A: raise ETransport.Create(tfTimeout);
    $80100002: raise ETransport.Create(tfCancelled);
  else
    raise ETransport.Create(tfFailed);
  end;
end;

constructor TPcscTransport.Create(const Reader: UTF8String);
begin
  inherited Create;
  Check(SCardEstablishContext(SCOPE_SYSTEM, nil, nil, FContext));
  Check(SCardConnect(FContext, PAnsiChar(Reader), SHARE_SHARED, ANY_PROTOCOL, FCard, FProtocol));
  FConnected := True;
  Check(SCardBeginTransaction(FCard));
end;

destructor TPcscTransport.Destroy;
begin
  if FConnected then
  begin
    SCardEndTransaction(FCard, LEAVE_CARD);
    { No opened session stays behind. }
    SCardDisconnect(FCard, RESET_CARD);
  end;
  if FContext <> 0 then
    SCardReleaseContext(FContext);
  inherited;
end;

function TPcscTransport.Transceive(const Command: TBytes): TBytes;
var
  Head: TRequest;
  Len: TPcscNumber;
begin
  Head.Protocol := FProtocol;
  Head.Length := SizeOf(Head);
  Len := SizeOf(FAnswer);
  Check(SCardTransmit(FCard, Head, PByte(Command), Length(Command), nil, @FAnswer[0], Len));
  Result := nil;
  SetLength(Result, Len);
  if Len > 0 then
    Move(FAnswer[0], Result[0], Len);
  { What a chip says may be a citizen's data. }
  FillChar(FAnswer, SizeOf(FAnswer), 0);
end;

end.
