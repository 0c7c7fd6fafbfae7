{ What the tests share: files, and the card over a socket. }
unit Support;

{$MODE DELPHI}

interface

uses
  SysUtils, DinhDanh;

type
  { A card as the card server lends it: one connection, one card. }
  TSocketCard = class(TCardTransport)
  private
    FLink: LongInt;
    function All(Len: Integer): TBytes;
  public
    Steps: Integer;
    Last: TProgress;
    constructor Create;
    destructor Destroy; override;
    function Transceive(const Command: TBytes): TBytes; override;
    procedure Progress(const Now: TProgress); override;
  end;

var
  Folder: string;

procedure Expect(Holds: Boolean; const What: string);
function Contents(const Path: string): TBytes;
function Text(const Bytes: TBytes): UTF8String;
{ A file of the card server. }
function Given(const Name: string): UTF8String;

implementation

uses
  Sockets;

procedure Expect(Holds: Boolean; const What: string);
begin
  if Holds then
    Exit;
  WriteLn(StdErr, 'not so: ', What);
  DumpExceptionBackTrace(StdErr);
  Dump_Stack(StdErr, Get_Frame);
  Halt(1);
end;

function Contents(const Path: string): TBytes;
var
  Handle: THandle;
begin
  Handle := FileOpen(Path, fmOpenRead);
  Expect(Handle <> THandle(-1), Path);
  Result := nil;
  SetLength(Result, FileSeek(Handle, Int64(0), 2));
  FileSeek(Handle, Int64(0), 0);
  if Length(Result) > 0 then
    Expect(FileRead(Handle, Result[0], Length(Result)) = Length(Result), Path);
  FileClose(Handle);
end;

function Text(const Bytes: TBytes): UTF8String;
begin
  Result := '';
  SetLength(Result, Length(Bytes));
  if Length(Bytes) > 0 then
    Move(Bytes[0], Result[1], Length(Bytes));
end;

function Given(const Name: string): UTF8String;
begin
  Result := Text(Contents(Folder + '/' + Name));
end;

constructor TSocketCard.Create;
var
  Address: TInetSockAddr;
begin
  inherited Create;
  FLink := fpSocket(AF_INET, SOCK_STREAM, 0);
  FillChar(Address, SizeOf(Address), 0);
  Address.sin_family := AF_INET;
  Address.sin_port := htons(StrToInt(string(Given('port.txt'))));
  Address.sin_addr := StrToNetAddr('127.0.0.1');
  Expect(fpConnect(FLink, @Address, SizeOf(Address)) = 0, 'connected');
end;

destructor TSocketCard.Destroy;
begin
  CloseSocket(FLink);
  inherited;
end;

function TSocketCard.All(Len: Integer): TBytes;
var
  At, Got: Integer;
begin
  Result := nil;
  SetLength(Result, Len);
  At := 0;
  while At < Len do
  begin
    Got := fpRecv(FLink, @Result[At], Len - At, 0);
    if Got <= 0 then
      raise ETransport.Create(tfCardRemoved);
    Inc(At, Got);
  end;
end;

function TSocketCard.Transceive(const Command: TBytes): TBytes;
var
  Message, Head: TBytes;
  I: Integer;
begin
  Message := nil;
  SetLength(Message, Length(Command) + 4);
  for I := 0 to 3 do
    Message[I] := Byte(Length(Command) shr (24 - 8 * I));
  Move(Command[0], Message[4], Length(Command));
  if fpSend(FLink, @Message[0], Length(Message), 0) <> Length(Message) then
    raise ETransport.Create(tfCardRemoved);
  Head := All(4);
  Result := All(Head[0] shl 24 or Head[1] shl 16 or Head[2] shl 8 or Head[3]);
end;

procedure TSocketCard.Progress(const Now: TProgress);
begin
  Inc(Steps);
  Last := Now;
end;

end.
